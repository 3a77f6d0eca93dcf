package dev.attest.signing.fulcio;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** PEM text blocks (RFC 7468), one at a time. */
public final class Pem {
    private static final Pattern CERTIFICATE =
            Pattern.compile("\\s*-----BEGIN CERTIFICATE-----\\s+([A-Za-z0-9+/=\\s]+)-----END CERTIFICATE-----\\s*");

    private Pem() {}

    /** The block with this label, such as {@code PUBLIC KEY}, with line feeds as line ends. */
    public static String write(String label, byte[] der) {
        byte[] lineFeed = {'\n'};
        return "-----BEGIN " + label + "-----\n"
                + Base64.getMimeEncoder(64, lineFeed).encodeToString(der)
                + "\n-----END " + label + "-----\n";
    }

    /** The certificate that {@code text} is, or empty when it is anything else. */
    static Optional<X509Certificate> certificate(String text) {
        Matcher block = CERTIFICATE.matcher(text);
        if (!block.matches()) {
            return Optional.empty();
        }
        try {
            byte[] der = Base64.getMimeDecoder().decode(block.group(1).getBytes(StandardCharsets.US_ASCII));
            var parsed = CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
            return parsed instanceof X509Certificate certificate ? Optional.of(certificate) : Optional.empty();
        } catch (CertificateException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
