package dev.attest.signing.timestamp;

import dev.attest.signing.der.MalformedDerException;
import dev.attest.signing.refusal.RefusedException;
import dev.attest.signing.x509.Certificate;
import dev.attest.signing.x509.MalformedCertificateException;
import java.util.List;

/** Timestamps, read and held against the certificates that they bring. */
public final class TimestampTarget {
    private TimestampTarget() {}

    public static void fuzzerTestOneInput(byte[] input) {
        try {
            TimestampToken token = TimestampToken.parse(input);
            token.isOf(input);
            for (byte[] encoded : token.certificates()) {
                Certificate certificate = Certificate.parse(encoded);
                token.signer().names(certificate);
                token.signer().verifies(token.content(), certificate);
            }
            new TimestampVerifier(List.of()).verify(input, input);
        } catch (MalformedDerException | MalformedCertificateException | RefusedException e) {
            // What malformed input has to end in.
        }
    }
}
