package dev.attest.fuzz;

import dev.attest.signing.x509.Certificate;
import dev.attest.signing.x509.FulcioExtensions;
import dev.attest.signing.x509.MalformedCertificateException;
import dev.attest.signing.x509.SubjectName;

/** Certificates, and everything that is asked of one. */
public final class CertificateTarget {
    private CertificateTarget() {}

    public static void fuzzerTestOneInput(byte[] input) {
        try {
            Certificate certificate = Certificate.parse(input);
            certificate.isSelfIssued();
            certificate.isAuthority();
            certificate.validity();
            certificate.maySign();
            certificate.extendedKeyUsage();
            certificate.isCritical("2.5.29.37");
            certificate.issuer();
            FulcioExtensions.of(certificate);
            SubjectName.of(certificate);
        } catch (MalformedCertificateException e) {
            // What malformed input has to end in.
        }
    }
}
