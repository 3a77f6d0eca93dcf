package dev.attest.signing.x509;

import dev.attest.signing.key.Pem;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A signing certificate and the certificates above it as a PEM file gives them, the leaf first (RFC 5246 §7.4.2's order): each one issued
 * by the next. It says nothing about trust, which the trusted root decides.
 */
public final class CertificateChain {
    private static final int MAX_BYTES = 1 << 18;
    private static final int MAX_CERTIFICATES = 10;
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\\s]*+-----END CERTIFICATE-----");

    private final List<Certificate> certificates;

    private CertificateChain(List<Certificate> certificates) {
        this.certificates = List.copyOf(certificates);
    }

    /** Reads the {@code CERTIFICATE} blocks of {@code pem}; text between them is passed over. */
    public static CertificateChain parse(byte[] pem) throws MalformedCertificateException {
        if (pem.length > MAX_BYTES) {
            throw new MalformedCertificateException("a certificate chain of more than " + MAX_BYTES + " bytes");
        }
        Matcher blocks = BLOCK.matcher(new String(pem, StandardCharsets.ISO_8859_1));
        var certificates = new ArrayList<Certificate>();
        while (blocks.find()) {
            if (certificates.size() == MAX_CERTIFICATES) {
                throw new MalformedCertificateException("a chain of more than " + MAX_CERTIFICATES + " certificates");
            }
            byte[] block = blocks.group().getBytes(StandardCharsets.US_ASCII);
            certificates.add(Certificate.parse(Pem.parse(block)
                    .orElseThrow(() -> new MalformedCertificateException("a certificate that is not base64"))
                    .content()));
        }
        if (certificates.isEmpty()) {
            throw new MalformedCertificateException("no certificate in PEM");
        }
        requireLinked(certificates);
        return new CertificateChain(certificates);
    }

    private static void requireLinked(List<Certificate> certificates) throws MalformedCertificateException {
        if (certificates.get(0).isAuthority()) {
            throw new MalformedCertificateException("a chain that does not begin with the signer's certificate");
        }
        for (int i = 1; i < certificates.size(); i++) {
            if (!isIssued(certificates.get(i - 1), certificates.get(i))) {
                throw new MalformedCertificateException(
                        "a chain whose certificate " + i + " is not issued by certificate " + (i + 1));
            }
        }
    }

    private static boolean isIssued(Certificate certificate, Certificate issuer) {
        try {
            certificate.x509().verify(issuer.x509().getPublicKey());
            return certificate.names(issuer) && issuer.isAuthority();
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /** The signer's own certificate. */
    public Certificate leaf() {
        return certificates.get(0);
    }
}
