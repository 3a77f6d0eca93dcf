package dev.attest.localsigstore;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;

/** X.509 certificates in and out of DER and PEM. */
final class Certificates {

    private Certificates() {}

    static byte[] encoded(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a certificate that was parsed can be written", e);
        }
    }

    static String pem(X509Certificate certificate) {
        return Pem.write(Pem.CERTIFICATE, encoded(certificate));
    }

    static X509Certificate parse(byte[] der) throws MalformedInputException {
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
        } catch (GeneralSecurityException e) {
            throw new MalformedInputException("not an X.509 certificate", e);
        }
    }

    /** Who verifies a log entry: a certificate or a bare public key, with the PEM text that Rekor logs for it. */
    record Verifier(PublicKey key, String pem) {

        static Verifier parse(byte[] pem) throws MalformedInputException {
            if (Pem.labelOf(pem).equals(Pem.CERTIFICATE)) {
                X509Certificate certificate = Certificates.parse(Pem.read(Pem.CERTIFICATE, pem));
                // Through our own reader, which refuses weak keys.
                PublicKey key = Signatures.publicKey(certificate.getPublicKey().getEncoded());
                return new Verifier(key, Certificates.pem(certificate));
            }
            PublicKey key = Signatures.publicKey(Pem.read(Pem.PUBLIC_KEY, pem));
            return new Verifier(key, Pem.write(Pem.PUBLIC_KEY, key.getEncoded()));
        }
    }
}
