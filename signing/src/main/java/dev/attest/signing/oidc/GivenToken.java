package dev.attest.signing.oidc;

import dev.attest.signing.service.SigningException;
import java.util.Optional;

/** A token given as text, such as on the command line. */
public final class GivenToken implements TokenSource {
    private final String text;

    public GivenToken(String text) {
        this.text = text;
    }

    @Override
    public String name() {
        return "the token given";
    }

    @Override
    public Optional<IdentityToken> token() throws SigningException {
        return Optional.of(IdentityToken.parse(text));
    }
}
