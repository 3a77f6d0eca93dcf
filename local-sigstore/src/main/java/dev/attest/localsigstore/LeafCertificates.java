package dev.attest.localsigstore;

import dev.attest.localsigstore.Authority.Party;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Issues code-signing certificates of ten minutes, each with a certificate timestamp embedded. */
final class LeafCertificates {

    private static final Duration LIFETIME = Duration.ofMinutes(10);

    private final Authority authority;
    private final CtLog log;
    private final Clock clock;

    LeafCertificates(Authority authority, CtLog log, Clock clock) {
        this.authority = authority;
        this.log = log;
        this.clock = clock;
    }

    /** The certificate's DER. */
    byte[] issue(PublicKey key, IdentityToken token) throws MalformedInputException, IOException {
        X509Certificate issuer = authority.fulcioChain().get(0);
        try {
            ContentSigner signer = new JcaContentSignerBuilder("SHA256withECDSA")
                    .build(authority.key(Party.FULCIO).getPrivate());
            X509v3CertificateBuilder builder = builder(issuer, key, token);
            builder.addExtension(CtLog.POISON, true, DERNull.INSTANCE);
            byte[] timestamps = log.addPreChain(builder.build(signer), issuer.getPublicKey());
            builder.removeExtension(CtLog.POISON);
            builder.addExtension(CtLog.TIMESTAMPS, false, new DEROctetString(timestamps));
            return builder.build(signer).getEncoded();
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException("our own authority cannot sign a certificate", e);
        }
    }

    private X509v3CertificateBuilder builder(X509Certificate issuer, PublicKey key, IdentityToken token)
            throws MalformedInputException, IOException, GeneralSecurityException {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        var ids = new JcaX509ExtensionUtils();
        var builder = new X509v3CertificateBuilder(
                X500Name.getInstance(issuer.getSubjectX500Principal().getEncoded()),
                NewAuthority.serial(),
                Date.from(now),
                Date.from(now.plus(LIFETIME)),
                new X500Name(new RDN[0]),
                SubjectPublicKeyInfo.getInstance(key.getEncoded()));
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
        builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_codeSigning));
        builder.addExtension(Extension.subjectKeyIdentifier, false, ids.createSubjectKeyIdentifier(key));
        builder.addExtension(
                Extension.authorityKeyIdentifier, false, ids.createAuthorityKeyIdentifier(issuer.getPublicKey()));
        IdentityToken.Name name = token.name();
        int kind = name.email() ? GeneralName.rfc822Name : GeneralName.uniformResourceIdentifier;
        // RFC 5280 §4.2.1.6: critical, because the subject is empty.
        builder.addExtension(
                Extension.subjectAlternativeName, true, new GeneralNames(new GeneralName(kind, name.value())));
        WorkflowExtensions.add(builder, token);
        return builder;
    }
}
