package dev.attest.signing.x509;

import dev.attest.signing.der.Der;
import dev.attest.signing.der.DerReader;
import dev.attest.signing.der.MalformedDerException;

/** Who a signing certificate was issued to: its one subject alternative name. */
public record SubjectName(Kind kind, String value) {
    private static final String EXTENSION = "2.5.29.17";
    /** Fulcio's user names: an otherName that holds a UTF8String. */
    private static final String USER_NAME = "1.3.6.1.4.1.57264.1.7";

    /** What sort of name it is. */
    public enum Kind {
        URI,
        EMAIL,
        USER_NAME
    }

    /** Reads the name; none, two, or one of another kind is refused. */
    public static SubjectName of(Certificate certificate) throws MalformedCertificateException {
        byte[] extension = certificate
                .extension(EXTENSION)
                .orElseThrow(() -> new MalformedCertificateException("a certificate without subject alternative name"));
        try {
            DerReader names = DerReader.single(extension, Der.SEQUENCE).children();
            Der name = names.next();
            names.end();
            if (name.tag() == Der.contextPrimitive(6)) {
                return new SubjectName(Kind.URI, Text.printable(name));
            }
            if (name.tag() == Der.contextPrimitive(1)) {
                return new SubjectName(Kind.EMAIL, Text.printable(name));
            }
            return new SubjectName(Kind.USER_NAME, userName(name));
        } catch (MalformedDerException e) {
            throw new MalformedCertificateException("a certificate without exactly one readable name");
        }
    }

    private static String userName(Der name) throws MalformedDerException, MalformedCertificateException {
        DerReader other = name.expect(Der.context(0)).children();
        if (!other.next(Der.OID).oid().equals(USER_NAME)) {
            throw new MalformedCertificateException("a certificate with a name of unknown kind");
        }
        DerReader value = other.next(Der.context(0)).children();
        other.end();
        String text = Text.printable(value.next(Der.UTF8_STRING));
        value.end();
        return text;
    }
}
