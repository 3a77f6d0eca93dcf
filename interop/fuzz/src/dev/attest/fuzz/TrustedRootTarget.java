package dev.attest.fuzz;

import dev.attest.signing.MalformedTrustException;
import dev.attest.signing.TrustedRoot;

/** Trusted roots. */
public final class TrustedRootTarget {
    private TrustedRootTarget() {}

    public static void fuzzerTestOneInput(byte[] input) {
        try {
            TrustedRoot.parse(input);
        } catch (MalformedTrustException e) {
            // What malformed input has to end in.
        }
    }
}
