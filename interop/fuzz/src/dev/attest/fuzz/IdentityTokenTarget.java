package dev.attest.fuzz;

import dev.attest.signing.oidc.IdentityToken;
import dev.attest.signing.service.SigningException;
import java.nio.charset.StandardCharsets;

/** OIDC identity tokens. */
public final class IdentityTokenTarget {
    private IdentityTokenTarget() {}

    public static void fuzzerTestOneInput(byte[] input) {
        try {
            IdentityToken.parse(new String(input, StandardCharsets.UTF_8));
        } catch (SigningException e) {
            // What malformed input has to end in.
        }
    }
}
