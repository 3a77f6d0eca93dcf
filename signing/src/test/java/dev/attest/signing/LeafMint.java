package dev.attest.signing;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;

/** Issues signing certificates as Fulcio does: a precertificate goes to the log, its timestamp into the certificate. */
final class LeafMint {
    static final String ISSUER = "https://token.actions.githubusercontent.com";
    static final String SUBJECT = "https://github.com/acme/app/.github/workflows/release.yml@refs/tags/v1";

    private static final ASN1ObjectIdentifier SCT = new ASN1ObjectIdentifier("1.3.6.1.4.1.11129.2.4.2");

    private final TestSigstore sigstore;
    Instant notBefore = TestSigstore.NOW.minusSeconds(60);
    Instant notAfter = TestSigstore.NOW.plusSeconds(540);
    KeyPurposeId usage = KeyPurposeId.id_kp_codeSigning;
    int keyUsage = KeyUsage.digitalSignature;
    boolean authority;
    GeneralNames names = TestSigstore.names(SUBJECT);
    Map<Integer, String> claims = new TreeMap<>(Map.of(
            8, ISSUER,
            12, "https://github.com/acme/app",
            14, "refs/tags/v1",
            15, "12345",
            23, "production"));
    /** Claims whose bytes are no text, or that are there beside {@link #claims}. */
    Map<Integer, byte[]> rawClaims = new TreeMap<>();

    boolean timestamped = true;
    /** A second timestamp: {@code good}, {@code wrong} (of the known log), {@code unknown} (of another log), or none. */
    String second = "";

    Instant loggedAt = TestSigstore.NOW;
    KeyPair loggedBy;
    KeyPair issuedBy;
    KeyPair issuerInTimestamp;
    /** Whose certificate the log stamped, when that is not the one that is issued. */
    Optional<KeyPair> stampedKey = Optional.empty();

    String unknownCritical = "";
    String algorithm = "SHA384withECDSA";

    LeafMint(TestSigstore sigstore) {
        this.sigstore = sigstore;
        this.loggedBy = sigstore.ctKey;
        this.issuedBy = sigstore.issuerKey;
        this.issuerInTimestamp = sigstore.issuerKey;
    }

    X509Certificate certificate(KeyPair key) throws Exception {
        if (!timestamped) {
            return TestSigstore.sign(builder(key), issuedBy, algorithm);
        }
        byte[] tbs = TestSigstore.sign(builder(stampedKey.orElse(key)), issuedBy, algorithm)
                .getTBSCertificate();
        JcaX509v3CertificateBuilder builder = builder(key);
        builder.addExtension(SCT, false, new DEROctetString(list(tbs)));
        return TestSigstore.sign(builder, issuedBy, algorithm);
    }

    private JcaX509v3CertificateBuilder builder(KeyPair key) throws Exception {
        var builder = TestSigstore.builder("CN=issuer", "", key, notBefore, notAfter);
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(keyUsage));
        builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(usage));
        builder.addExtension(Extension.subjectAlternativeName, true, names);
        if (authority) {
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
        }
        for (var claim : claims.entrySet()) {
            var oid = new ASN1ObjectIdentifier("1.3.6.1.4.1.57264.1." + claim.getKey());
            if (claim.getKey() < 7) {
                builder.addExtension(oid, false, claim.getValue().getBytes(java.nio.charset.StandardCharsets.UTF_8));
            } else {
                builder.addExtension(oid, false, new DERUTF8String(claim.getValue()));
            }
        }
        for (var claim : rawClaims.entrySet()) {
            builder.addExtension(
                    new ASN1ObjectIdentifier("1.3.6.1.4.1.57264.1." + claim.getKey()), false, claim.getValue());
        }
        if (!unknownCritical.isEmpty()) {
            builder.addExtension(new ASN1ObjectIdentifier(unknownCritical), true, new DERUTF8String("x"));
        }
        return builder;
    }

    private byte[] list(byte[] tbs) throws Exception {
        byte[] own = timestamp(tbs, loggedBy, sigstore.ctKey);
        byte[] other = new byte[0];
        if (!second.isEmpty()) {
            KeyPair stranger = TestSigstore.ec("secp256r1");
            other = timestamp(
                    tbs,
                    second.equals("good") ? sigstore.ctKey : stranger,
                    second.equals("unknown") ? stranger : sigstore.ctKey);
        }
        var list = new ByteArrayOutputStream();
        var data = new DataOutputStream(list);
        data.writeShort(own.length + other.length);
        data.write(own);
        data.write(other);
        return list.toByteArray();
    }

    private byte[] timestamp(byte[] tbs, KeyPair by, KeyPair log) throws Exception {
        byte[] issuerKeyHash = TestSigstore.sha256(TestSigstore.encoded(issuerInTimestamp));
        var signed = new ByteArrayOutputStream();
        var data = new DataOutputStream(signed);
        data.writeShort(0);
        data.writeLong(loggedAt.toEpochMilli());
        data.writeShort(1);
        data.write(issuerKeyHash);
        data.writeByte(tbs.length >> 16);
        data.writeShort(tbs.length);
        data.write(tbs);
        data.writeShort(0);
        byte[] signature = TestSigstore.sign(by, signed.toByteArray());
        var one = new ByteArrayOutputStream();
        data = new DataOutputStream(one);
        data.writeShort(1 + 32 + 8 + 2 + 4 + signature.length);
        data.writeByte(0);
        data.write(TestSigstore.sha256(TestSigstore.encoded(log)));
        data.writeLong(loggedAt.toEpochMilli());
        data.writeShort(0);
        data.writeShort(0x0403);
        data.writeShort(signature.length);
        data.write(signature);
        return one.toByteArray();
    }
}
