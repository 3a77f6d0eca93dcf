package dev.attest.signing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.attest.json.StrictJson;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** The authorities and logs of a Sigstore made for one test, written by another's DER code than the verifier's. */
final class TestSigstore {
    static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    static final Instant END = Instant.parse("2027-01-01T00:00:00Z");

    final KeyPair rootKey = ec("secp256r1");
    final KeyPair issuerKey = ec("secp384r1");
    final KeyPair rekorKey = ec("secp256r1");
    final KeyPair tiledKey = ed25519();
    final KeyPair ctKey = ec("secp256r1");
    final KeyPair tsaRootKey = ec("secp256r1");
    final KeyPair tsaKey = ec("secp256r1");

    private final Map<String, X509Certificate> tsaLeaves = new ConcurrentHashMap<>();
    private final Map<String, X509Certificate> issuers = new ConcurrentHashMap<>();

    /** Set before {@link #trustedRoot} is called. */
    int pathLength = 1;

    boolean issuerMayIssue = true;
    int anchorKeyUsage = KeyUsage.keyCertSign;
    KeyPurposeId issuerUsage = KeyPurposeId.id_kp_codeSigning;
    String permittedHost = "";
    Instant anchorEnd = END;

    final X509Certificate root() throws Exception {
        var builder = builder("CN=root", "CN=root", rootKey, START, anchorEnd);
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(pathLength));
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(anchorKeyUsage));
        if (!permittedHost.isEmpty()) {
            var subtree = new GeneralSubtree(new GeneralName(GeneralName.uniformResourceIdentifier, permittedHost));
            builder.addExtension(
                    Extension.nameConstraints, true, new NameConstraints(new GeneralSubtree[] {subtree}, null));
        }
        return sign(builder, rootKey);
    }

    /** The same certificate for the same knobs, as bundles may bring it along. */
    final X509Certificate issuer() throws Exception {
        String knobs = issuerMayIssue + " " + issuerUsage;
        X509Certificate made = issuers.get(knobs);
        if (made == null) {
            made = newIssuer();
            issuers.put(knobs, made);
        }
        return made;
    }

    private X509Certificate newIssuer() throws Exception {
        var builder = builder("CN=root", "CN=issuer", issuerKey, START, END);
        builder.addExtension(
                Extension.basicConstraints,
                true,
                issuerMayIssue ? new BasicConstraints(0) : new BasicConstraints(false));
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign));
        builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(issuerUsage));
        return sign(builder, rootKey);
    }

    final X509Certificate tsaRoot() throws Exception {
        var builder = builder("CN=tsa root", "CN=tsa root", tsaRootKey, START, END);
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign));
        return sign(builder, tsaRootKey);
    }

    /** The same certificate for the same question, as timestamps name it by its hash. */
    final X509Certificate tsaLeaf(KeyPurposeId usage, boolean critical) throws Exception {
        X509Certificate made = tsaLeaves.get(usage + " " + critical);
        if (made == null) {
            made = newTsaLeaf(usage, critical);
            tsaLeaves.put(usage + " " + critical, made);
        }
        return made;
    }

    private X509Certificate newTsaLeaf(KeyPurposeId usage, boolean critical) throws Exception {
        var builder = builder("CN=tsa root", "CN=tsa", tsaKey, START, END);
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
        builder.addExtension(Extension.extendedKeyUsage, critical, new ExtendedKeyUsage(usage));
        return sign(builder, tsaRootKey);
    }

    /** A timestamp authority's certificate as it must not be; {@code subject} and usages are the caller's. */
    final X509Certificate oddTsaLeaf(String issuer, int keyUsage, boolean authority, KeyPurposeId... usages)
            throws Exception {
        var builder = builder(issuer, "CN=tsa", tsaKey, START, END);
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(keyUsage));
        builder.addExtension(Extension.extendedKeyUsage, true, new ExtendedKeyUsage(usages));
        if (authority) {
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
        }
        return sign(builder, tsaRootKey);
    }

    /** The root as JSON, to be changed by a test before it is written. */
    ObjectNode trustedRootJson() throws Exception {
        return trustedRootJson(tsaLeaf(KeyPurposeId.id_kp_timeStamping, true));
    }

    ObjectNode trustedRootJson(X509Certificate tsaLeaf) throws Exception {
        ObjectNode root = StrictJson.object();
        root.put("mediaType", "application/vnd.dev.sigstore.trustedroot+json;version=0.1");
        log(root.withArrayProperty("tlogs").addObject(), "https://rekor.test", rekorKey, rekorId());
        log(root.withArrayProperty("tlogs").addObject(), "https://log.test/v2/", tiledKey, tiledId());
        log(root.withArrayProperty("ctlogs").addObject(), "https://ct.test", ctKey, sha256(encoded(ctKey)));
        authority(root.withArrayProperty("certificateAuthorities").addObject(), List.of(issuer(), root()));
        authority(root.withArrayProperty("timestampAuthorities").addObject(), List.of(tsaLeaf, tsaRoot()));
        return root;
    }

    TrustedRoot trustedRoot() throws Exception {
        return TrustedRoot.parse(StrictJson.write(trustedRootJson()));
    }

    byte[] rekorId() {
        return sha256(encoded(rekorKey));
    }

    /** C2SP signed-note: the hash of name and key. */
    byte[] tiledId() {
        byte[] spki = encoded(tiledKey);
        byte[] raw = java.util.Arrays.copyOfRange(spki, spki.length - 32, spki.length);
        return sha256(Bytes.concat("log.test/v2\n\u0001".getBytes(java.nio.charset.StandardCharsets.UTF_8), raw));
    }

    static JcaX509v3CertificateBuilder builder(
            String issuer, String subject, KeyPair key, Instant notBefore, Instant notAfter) {
        return new JcaX509v3CertificateBuilder(
                new X500Name(issuer),
                BigInteger.valueOf(4711),
                Date.from(notBefore),
                Date.from(notAfter),
                new X500Name(subject),
                key.getPublic());
    }

    static X509Certificate sign(JcaX509v3CertificateBuilder builder, KeyPair key) throws Exception {
        return sign(builder, key, "SHA384withECDSA");
    }

    static X509Certificate sign(JcaX509v3CertificateBuilder builder, KeyPair key, String algorithm) throws Exception {
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder(algorithm).build(key.getPrivate())));
    }

    static GeneralNames names(String... uris) {
        return new GeneralNames(java.util.Arrays.stream(uris)
                .map(uri -> new GeneralName(GeneralName.uniformResourceIdentifier, uri))
                .toArray(GeneralName[]::new));
    }

    static KeyPair ec(String curve) {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec(curve));
            return generator.generateKeyPair();
        } catch (java.security.GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    static KeyPair ed25519() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (java.security.GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    static byte[] encoded(KeyPair key) {
        return key.getPublic().getEncoded();
    }

    static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (java.security.GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    static byte[] sign(KeyPair key, byte[] data) throws Exception {
        var signature = java.security.Signature.getInstance(
                key.getPublic().getAlgorithm().equals("EC") ? "SHA256withECDSA" : "Ed25519");
        signature.initSign(key.getPrivate());
        signature.update(data);
        return signature.sign();
    }

    /** {@code Ed25519ph} and {@code RSASSA-PSS} beside the JDK's own names. */
    static byte[] sign(KeyPair key, String algorithm, byte[] data) throws Exception {
        var signature = java.security.Signature.getInstance(algorithm.replace("Ed25519ph", "Ed25519"));
        if (algorithm.equals("Ed25519ph")) {
            signature.setParameter(new java.security.spec.EdDSAParameterSpec(true));
        } else if (algorithm.equals("RSASSA-PSS")) {
            signature.setParameter(new java.security.spec.PSSParameterSpec(
                    "SHA-256", "MGF1", java.security.spec.MGF1ParameterSpec.SHA256, 32, 1));
        }
        signature.initSign(key.getPrivate());
        signature.update(data);
        return signature.sign();
    }

    static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static void log(ObjectNode log, String url, KeyPair key, byte[] id) {
        log.put("baseUrl", url);
        log.put("hashAlgorithm", "SHA2_256");
        ObjectNode publicKey = log.putObject("publicKey");
        publicKey.put("rawBytes", base64(encoded(key)));
        publicKey.put("keyDetails", Mint.keyDetails(key));
        publicKey.putObject("validFor").put("start", START.toString());
        log.putObject("logId").put("keyId", base64(id));
    }

    private static void authority(ObjectNode authority, List<X509Certificate> chain) throws Exception {
        for (X509Certificate certificate : chain) {
            authority
                    .withObjectProperty("certChain")
                    .withArrayProperty("certificates")
                    .addObject()
                    .put("rawBytes", base64(certificate.getEncoded()));
        }
        authority.putObject("validFor").put("start", START.toString());
    }
}
