package dev.attest.localsigstore;

import dev.attest.localsigstore.Authority.Party;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Makes the keys and certificates of a local Sigstore, once. */
final class NewAuthority {

    private static final int TEN_YEARS_IN_DAYS = 3652;
    private static final String ROOT_CURVE = "secp384r1";
    private static final String LEAF_CURVE = "secp256r1";
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Instant created;

    private NewAuthority(Instant created) {
        this.created = created;
    }

    static Authority create(Instant now) {
        Instant created = now.truncatedTo(ChronoUnit.SECONDS);
        try {
            return new NewAuthority(created).create();
        } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
            throw new IllegalStateException("new keys and certificates could not be made", e);
        }
    }

    private Authority create() throws GeneralSecurityException, OperatorCreationException, IOException {
        KeyPair fulcio = pair(LEAF_CURVE);
        KeyPair timestamp = pair(LEAF_CURVE);
        Map<Party, KeyPair> keys = Map.of(
                Party.OIDC, pair(LEAF_CURVE),
                Party.FULCIO, fulcio,
                Party.CT_LOG, pair(LEAF_CURVE),
                Party.REKOR, pair(LEAF_CURVE),
                Party.TIMESTAMP, timestamp,
                Party.REKOR_V2, rekorV2());
        return new Authority(
                created,
                RANDOM.nextLong() >>> 1,
                keys,
                chain("sigstore-local", fulcio, Party.FULCIO),
                chain("timestamp-local", timestamp, Party.TIMESTAMP));
    }

    /** A root, whose key is forgotten on return, and what it certifies. */
    private List<X509Certificate> chain(String name, KeyPair issued, Party party)
            throws GeneralSecurityException, OperatorCreationException, IOException {
        KeyPair root = pair(ROOT_CURVE);
        X500Name rootName = name(name + "-root");
        X509v3CertificateBuilder self = builder(rootName, rootName, root, root);
        self.addExtension(Extension.basicConstraints, true, new BasicConstraints(1));
        self.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
        X509v3CertificateBuilder below = builder(rootName, name(name), root, issued);
        if (party == Party.FULCIO) {
            below.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
            below.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
            below.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_codeSigning));
        } else {
            below.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
            // RFC 3161 §2.3: critical, and the only purpose.
            below.addExtension(Extension.extendedKeyUsage, true, new ExtendedKeyUsage(KeyPurposeId.id_kp_timeStamping));
        }
        return List.of(signed(below, root), signed(self, root));
    }

    private X509v3CertificateBuilder builder(X500Name issuer, X500Name subject, KeyPair signer, KeyPair subjectKey)
            throws GeneralSecurityException, IOException {
        var ids = new JcaX509ExtensionUtils();
        var builder = new X509v3CertificateBuilder(
                issuer,
                serial(),
                Date.from(created),
                Date.from(created.plus(TEN_YEARS_IN_DAYS, ChronoUnit.DAYS)),
                subject,
                SubjectPublicKeyInfo.getInstance(subjectKey.getPublic().getEncoded()));
        builder.addExtension(
                Extension.subjectKeyIdentifier, false, ids.createSubjectKeyIdentifier(subjectKey.getPublic()));
        builder.addExtension(
                Extension.authorityKeyIdentifier, false, ids.createAuthorityKeyIdentifier(signer.getPublic()));
        return builder;
    }

    private static X509Certificate signed(X509v3CertificateBuilder builder, KeyPair root)
            throws GeneralSecurityException, OperatorCreationException {
        var signer = new JcaContentSignerBuilder("SHA384withECDSA").build(root.getPrivate());
        return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
    }

    private static KeyPair pair(String curve) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec(curve), RANDOM);
        return generator.generateKeyPair();
    }

    /** The key of a second log, for those folders too that were made without. */
    static KeyPair rekorV2() {
        try {
            return KeyPairGenerator.getInstance(Party.REKOR_V2.keyType()).generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no Ed25519", e);
        }
    }

    private static X500Name name(String common) {
        return new X500Name("O=" + Names.ORGANIZATION + ",CN=" + common);
    }

    /** RFC 5280 §4.1.2.2: positive, at most 20 octets; unguessable, so unique without a counter. */
    static BigInteger serial() {
        return new BigInteger(158, RANDOM).setBit(158);
    }
}
