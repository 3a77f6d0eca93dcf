package dev.attest.signing.x509;

import dev.attest.signing.der.Der;
import dev.attest.signing.der.DerReader;
import dev.attest.signing.der.MalformedDerException;
import dev.attest.signing.key.MalformedKeyException;
import dev.attest.signing.key.VerificationKey;
import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An X.509 v3 certificate (RFC 5280) whose encoding is strict DER and whose key and signature algorithms are among the
 * accepted ones. Reading one says nothing about who issued it: {@link CertificateAuthority} does.
 */
public final class Certificate {
    /** No certificate is larger than this many bytes. */
    public static final int MAX_BYTES = 1 << 16;

    // ECDSA and RSA PKCS #1 with SHA-256, SHA-384, SHA-512; Ed25519.
    private static final Set<String> SIGNATURE_ALGORITHMS = Set.of(
            "1.2.840.10045.4.3.2",
            "1.2.840.10045.4.3.3",
            "1.2.840.10045.4.3.4",
            "1.2.840.113549.1.1.11",
            "1.2.840.113549.1.1.12",
            "1.2.840.113549.1.1.13",
            "1.3.101.112");

    private static final int KEY_CERT_SIGN = 5;
    private static final int DIGITAL_SIGNATURE = 0;

    private final byte[] encoded;
    private final X509Certificate x509;
    private final VerificationKey key;

    private Certificate(byte[] encoded, X509Certificate x509, VerificationKey key) {
        this.encoded = encoded;
        this.x509 = x509;
        this.key = key;
    }

    public static Certificate parse(byte[] encoded) throws MalformedCertificateException {
        if (encoded.length > MAX_BYTES) {
            throw new MalformedCertificateException("a certificate of more than " + MAX_BYTES + " bytes");
        }
        try {
            VerificationKey key = VerificationKey.parse(subjectPublicKeyInfo(encoded));
            var read = (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(encoded));
            if (read.getVersion() != 3 || !Arrays.equals(read.getEncoded(), encoded)) {
                throw new MalformedCertificateException("not an X.509 v3 certificate");
            }
            return new Certificate(encoded.clone(), read, key);
        } catch (MalformedDerException | GeneralSecurityException e) {
            throw new MalformedCertificateException("not an X.509 certificate");
        } catch (MalformedKeyException e) {
            throw new MalformedCertificateException("a certificate with " + e.getMessage());
        }
    }

    /** Walks the outer form (RFC 5280 §4.1) strictly, because the JDK reads it leniently. */
    private static byte[] subjectPublicKeyInfo(byte[] encoded)
            throws MalformedDerException, MalformedCertificateException {
        Der whole = DerReader.single(encoded, Der.SEQUENCE);
        whole.requireShallow();
        DerReader outer = whole.children();
        DerReader tbs = outer.next(Der.SEQUENCE).children();
        Der algorithm = outer.next(Der.SEQUENCE);
        outer.next(Der.BIT_STRING).wholeBits();
        outer.end();
        tbs.next(Der.context(0));
        tbs.next().integer();
        if (!Arrays.equals(tbs.next(Der.SEQUENCE).encoded(), algorithm.encoded())
                || !SIGNATURE_ALGORITHMS.contains(
                        algorithm.children().next(Der.OID).oid())) {
            throw new MalformedCertificateException("a certificate signed by an algorithm that is not accepted");
        }
        tbs.next(Der.SEQUENCE);
        tbs.next(Der.SEQUENCE);
        tbs.next(Der.SEQUENCE);
        byte[] key = tbs.next(Der.SEQUENCE).encoded();
        while (tbs.hasNext()) {
            Der element = tbs.next();
            if (element.tag() == Der.context(3)) {
                requireShallowExtensions(element.children().next(Der.SEQUENCE).children());
            }
        }
        return key;
    }

    /** The JDK reads extensions recursively; only Fulcio's are not DER, and those it does not read. */
    private static void requireShallowExtensions(DerReader extensions) throws MalformedDerException {
        while (extensions.hasNext()) {
            DerReader extension = extensions.next(Der.SEQUENCE).children();
            String oid = extension.next(Der.OID).oid();
            extension.optional(Der.BOOLEAN);
            byte[] value = extension.next(Der.OCTET_STRING).content();
            extension.end();
            if (!oid.startsWith(FulcioExtensions.ARC)) {
                DerReader.single(value).requireShallow();
            }
        }
    }

    /** The bytes as received. */
    public byte[] encoded() {
        return encoded.clone();
    }

    public VerificationKey key() {
        return key;
    }

    /** Whether it names itself as its issuer, as roots do. */
    public boolean isSelfIssued() {
        return x509.getSubjectX500Principal().equals(x509.getIssuerX500Principal());
    }

    public boolean isAuthority() {
        return x509.getBasicConstraints() >= 0;
    }

    /** Whether {@code time} is inside its validity, both ends included. */
    public boolean isValidAt(Instant time) {
        return !time.isBefore(x509.getNotBefore().toInstant())
                && !time.isAfter(x509.getNotAfter().toInstant());
    }

    /** The first moment of its validity. */
    public Instant validFrom() {
        return x509.getNotBefore().toInstant();
    }

    /** From when to when it is valid, for messages. */
    public String validity() {
        return x509.getNotBefore().toInstant() + " to " + x509.getNotAfter().toInstant();
    }

    public boolean maySign() {
        return hasKeyUsage(DIGITAL_SIGNATURE);
    }

    boolean mayIssue() {
        return isAuthority() && (x509.getKeyUsage() == null || hasKeyUsage(KEY_CERT_SIGN));
    }

    /** The extended key usages as object identifiers; empty when the certificate names none. */
    public List<String> extendedKeyUsage() {
        try {
            List<String> usages = x509.getExtendedKeyUsage();
            return usages == null ? List.of() : List.copyOf(usages);
        } catch (CertificateParsingException e) {
            return List.of("unreadable");
        }
    }

    public boolean isCritical(String oid) {
        Set<String> critical = x509.getCriticalExtensionOIDs();
        return critical != null && critical.contains(oid);
    }

    /** The value inside an extension's octet string, or empty when the certificate does not have it. */
    public Optional<byte[]> extension(String oid) throws MalformedCertificateException {
        byte[] value = x509.getExtensionValue(oid);
        if (value == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(DerReader.single(value, Der.OCTET_STRING).content());
        } catch (MalformedDerException e) {
            throw new MalformedCertificateException("a certificate with an unreadable extension " + oid);
        }
    }

    X509Certificate x509() {
        return x509;
    }

    /** The issuer's name as encoded. */
    public byte[] issuer() {
        return x509.getIssuerX500Principal().getEncoded();
    }

    public java.math.BigInteger serialNumber() {
        return x509.getSerialNumber();
    }

    boolean names(Certificate issuer) {
        return x509.getIssuerX500Principal().equals(issuer.x509.getSubjectX500Principal());
    }

    private boolean hasKeyUsage(int bit) {
        boolean[] usage = x509.getKeyUsage();
        return usage != null && usage.length > bit && usage[bit];
    }
}
