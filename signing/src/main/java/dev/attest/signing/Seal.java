package dev.attest.signing;

import dev.attest.intoto.Envelope;
import dev.attest.intoto.Statement;
import dev.attest.signing.fulcio.EphemeralKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;

/** A key and the certificate that says whose it is. */
record Seal(EphemeralKey key, X509Certificate certificate, CertificateClaims claims) {
    /** The statement's bytes as they are, signed once (DSSE v1). */
    Envelope sign(byte[] statement) {
        byte[] signature = key.sign(Envelope.pae(Statement.PAYLOAD_TYPE, statement));
        return new Envelope(Statement.PAYLOAD_TYPE, statement, signature, "");
    }

    static byte[] encoded(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a parsed certificate has no bytes", e);
        }
    }
}
