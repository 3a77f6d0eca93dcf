package dev.attest.fuzz;

import dev.attest.signing.config.SigningConfig;
import dev.attest.signing.service.SigningException;

/** Signing configurations. */
public final class SigningConfigTarget {
    private SigningConfigTarget() {}

    public static void fuzzerTestOneInput(byte[] input) {
        try {
            SigningConfig.parse(input);
        } catch (SigningException e) {
            // What malformed input has to end in.
        }
    }
}
