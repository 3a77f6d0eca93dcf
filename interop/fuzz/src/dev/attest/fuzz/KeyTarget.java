package dev.attest.fuzz;

import dev.attest.signing.key.HashAlgorithm;
import dev.attest.signing.key.MalformedKeyException;
import dev.attest.signing.key.Pem;
import dev.attest.signing.key.VerificationKey;

/** Public keys in PEM and without, each asked whether it made a signature. */
public final class KeyTarget {
    private KeyTarget() {}

    public static void fuzzerTestOneInput(byte[] input) {
        verify(Pem.parse(input).map(Pem::content).orElse(input));
        try {
            VerificationKey.parsePkcs1(input);
        } catch (MalformedKeyException e) {
            // What malformed input has to end in.
        }
    }

    private static void verify(byte[] encoded) {
        try {
            VerificationKey key = VerificationKey.parse(encoded);
            key.verifies(encoded, encoded);
            key.verifiesDigest(HashAlgorithm.SHA256, new byte[32], encoded);
        } catch (MalformedKeyException e) {
            // What malformed input has to end in.
        }
    }
}
