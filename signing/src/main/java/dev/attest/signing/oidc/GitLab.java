package dev.attest.signing.oidc;

import dev.attest.signing.service.SigningException;
import java.util.Map;
import java.util.Optional;

/** The identity of a GitLab job: GitLab puts a token into the variable that the job's {@code id_tokens} names. */
public final class GitLab implements TokenSource {
    private static final String VARIABLE = "SIGSTORE_ID_TOKEN";

    private final Variables variables;

    public GitLab(Map<String, String> environment) {
        this.variables = new Variables(environment);
    }

    @Override
    public String name() {
        return "GitLab (id_tokens)";
    }

    @Override
    public Optional<IdentityToken> token() throws SigningException {
        return variables.isTrue("GITLAB_CI") && variables.has(VARIABLE)
                ? Optional.of(IdentityToken.parse(variables.text(VARIABLE).orElseThrow()))
                : Optional.empty();
    }

    @Override
    public Optional<String> hint() {
        return variables.isTrue("GITLAB_CI") && !variables.has(VARIABLE)
                ? Optional.of("this GitLab job has no token: give it \"id_tokens: {" + VARIABLE + ": {aud: "
                        + IdentityToken.AUDIENCE + "}}\"")
                : Optional.empty();
    }
}
