package dev.attest.signing.oidc;

import dev.attest.signing.service.SigningException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The identity of a CircleCI job. The tokens in its environment are for the organization's audience, unless that was set
 * to Sigstore's; a token for another audience comes from CircleCI's program, whose issuer names the organization.
 */
public final class CircleCi implements TokenSource {
    private static final String PROGRAM = "circleci";
    private static final List<String> VARIABLES = List.of("CIRCLE_OIDC_TOKEN_V2", "CIRCLE_OIDC_TOKEN");
    private static final String CLAIMS = "{\"aud\":\"" + IdentityToken.AUDIENCE + "\"}";

    private final Variables variables;

    public CircleCi(Map<String, String> environment) {
        this.variables = new Variables(environment);
    }

    @Override
    public String name() {
        return "CircleCI (circleci run oidc get)";
    }

    @Override
    public Optional<IdentityToken> token() throws SigningException {
        if (!variables.isTrue("CIRCLECI")) {
            return Optional.empty();
        }
        for (String variable : VARIABLES) {
            Optional<String> text = variables.text(variable);
            if (text.isPresent()) {
                IdentityToken token = IdentityToken.parse(text.get());
                if (token.audience().contains(IdentityToken.AUDIENCE)) {
                    return Optional.of(token);
                }
            }
        }
        Optional<Program> program = Program.find(variables.environment(), PROGRAM);
        return program.isEmpty()
                ? Optional.empty()
                : Optional.of(program.get().token(List.of("run", "oidc", "get", "--claims", CLAIMS)));
    }

    @Override
    public Optional<String> hint() {
        return variables.isTrue("CIRCLECI")
                        && Program.find(variables.environment(), PROGRAM).isEmpty()
                ? Optional.of("this CircleCI job has no program \"circleci\" on its PATH, which makes tokens for the"
                        + " audience \"" + IdentityToken.AUDIENCE + "\"")
                : Optional.empty();
    }
}
