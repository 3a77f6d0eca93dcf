package dev.attest.signing.x509;

import dev.attest.signing.der.Der;
import dev.attest.signing.der.DerReader;
import dev.attest.signing.der.MalformedDerException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Fulcio's certificate extensions 1.3.6.1.4.1.57264.1.N (fulcio docs/oid-info.md), by N. */
public final class FulcioExtensions {
    /** Extensions above this number are unknown and not read. */
    public static final int LAST = 24;

    static final String ARC = "1.3.6.1.4.1.57264.1.";
    private static final int ISSUER_V1 = 1;
    private static final int LAST_RAW = 6;
    private static final int USER_NAME = 7;
    /** The issuer, in its newer encoding. */
    public static final int ISSUER = 8;

    private FulcioExtensions() {}

    /** What the certificate claims; number 8 is the issuer, whichever of its two forms was there. */
    public static Map<Integer, String> of(Certificate certificate) throws MalformedCertificateException {
        var claims = new TreeMap<Integer, String>();
        for (int number = 1; number <= LAST; number++) {
            Optional<byte[]> value = certificate.extension(ARC + number);
            if (value.isPresent() && number != USER_NAME) {
                claims.put(number, text(number, value.get()));
            }
        }
        String old = claims.get(ISSUER_V1);
        if (old != null) {
            String issuer = claims.putIfAbsent(ISSUER, old);
            if (issuer != null && !issuer.equals(old)) {
                throw new MalformedCertificateException("a certificate that names two issuers");
            }
        }
        return claims;
    }

    /** The first six are bare bytes, the others DER UTF8Strings. */
    private static String text(int number, byte[] value) throws MalformedCertificateException {
        try {
            if (number > LAST_RAW) {
                return Text.printable(DerReader.single(value, Der.UTF8_STRING));
            }
            String text = new String(value, StandardCharsets.UTF_8);
            if (text.indexOf('\uFFFD') >= 0) {
                throw new MalformedDerException("not UTF-8");
            }
            return Text.printable(text);
        } catch (MalformedDerException e) {
            throw new MalformedCertificateException("a certificate with an unreadable claim " + number);
        }
    }
}
