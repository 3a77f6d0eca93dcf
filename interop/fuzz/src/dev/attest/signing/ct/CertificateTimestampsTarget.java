package dev.attest.signing.ct;

import dev.attest.signing.refusal.RefusedException;

/** Lists of signed certificate timestamps. */
public final class CertificateTimestampsTarget {
    private CertificateTimestampsTarget() {}

    public static void fuzzerTestOneInput(byte[] input) {
        try {
            for (SignedCertificateTimestamp one : SignedCertificateTimestamp.list(input)) {
                one.time();
                one.signedBytes(one.logId(), input);
            }
        } catch (RefusedException e) {
            // What malformed input has to end in.
        }
    }
}
