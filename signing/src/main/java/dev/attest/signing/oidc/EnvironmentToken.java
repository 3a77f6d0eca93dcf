package dev.attest.signing.oidc;

import dev.attest.signing.service.SigningException;
import java.util.Map;
import java.util.Optional;

/** The token in {@code SIGSTORE_ID_TOKEN}, where GitLab's {@code id_tokens} and others put it. */
public final class EnvironmentToken implements TokenSource {
    private static final String VARIABLE = "SIGSTORE_ID_TOKEN";

    private final Map<String, String> environment;

    public EnvironmentToken(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public String name() {
        return VARIABLE;
    }

    @Override
    public Optional<IdentityToken> token() throws SigningException {
        String text = environment.getOrDefault(VARIABLE, "");
        return text.isBlank() ? Optional.empty() : Optional.of(IdentityToken.parse(text));
    }
}
