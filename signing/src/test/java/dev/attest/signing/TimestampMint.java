package dev.attest.signing;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.cmp.PKIStatus;
import org.bouncycastle.asn1.cmp.PKIStatusInfo;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.AttributeTable;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.ess.ESSCertIDv2;
import org.bouncycastle.asn1.ess.SigningCertificateV2;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.tsp.MessageImprint;
import org.bouncycastle.asn1.tsp.TSTInfo;
import org.bouncycastle.asn1.tsp.TimeStampResp;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.DefaultSignedAttributeTableGenerator;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoGeneratorBuilder;
import org.bouncycastle.tsp.TSPAlgorithms;

/** Makes timestamps by BouncyCastle's code, which knows nothing of the verifier's. */
final class TimestampMint {
    private static final ASN1ObjectIdentifier UNKNOWN = new ASN1ObjectIdentifier("1.2.3.4.5");

    private final TestSigstore sigstore;
    Instant time = TestSigstore.NOW;
    KeyPair signedBy;
    KeyPurposeId usage = KeyPurposeId.id_kp_timeStamping;
    boolean critical = true;
    boolean embedded;
    boolean direct;
    PKIStatus status = PKIStatus.granted;
    ASN1ObjectIdentifier type = PKCSObjectIdentifiers.id_ct_TSTInfo;
    ASN1ObjectIdentifier imprintAlgorithm = TSPAlgorithms.SHA256;
    String signatureAlgorithm = "SHA256withECDSA";
    /** What is stamped instead of the signature; empty for the signature. */
    byte[] other = new byte[0];
    /** Who the signer says it is, and the certificate that is embedded; the authority's leaf unless given. */
    Optional<X509Certificate> signedAs = Optional.empty();

    Optional<X509Certificate> leaf = Optional.empty();
    /** The certificate whose hash the signer binds. */
    Optional<X509Certificate> bound = Optional.empty();

    boolean criticalExtension;
    int signers = 1;
    /** Changes what the authority signs. */
    UnaryOperator<byte[]> infoChange = any -> any;

    /** Changes the whole answer. */
    UnaryOperator<byte[]> responseChange = any -> any;

    TimestampMint(TestSigstore sigstore) {
        this.sigstore = sigstore;
        this.signedBy = sigstore.tsaKey;
    }

    byte[] response(byte[] signature) throws Exception {
        X509Certificate own = leaf.isPresent() ? leaf.get() : sigstore.tsaLeaf(usage, critical);
        byte[] stamped = TestSigstore.sha256(other.length == 0 ? signature : other);
        var info = new TSTInfo(
                new ASN1ObjectIdentifier("1.2.3.4"),
                new MessageImprint(new AlgorithmIdentifier(imprintAlgorithm), stamped),
                new ASN1Integer(BigInteger.TEN),
                new ASN1GeneralizedTime(Date.from(time)),
                null,
                null,
                new ASN1Integer(77),
                null,
                criticalExtension ? new Extensions(new Extension(UNKNOWN, true, new byte[] {5, 0})) : null);
        var generator = new CMSSignedDataGenerator();
        for (int i = 0; i < signers; i++) {
            generator.addSignerInfoGenerator(
                    signer().build(signatureAlgorithm, signedBy.getPrivate(), signedAs.orElse(own)));
        }
        if (embedded) {
            generator.addCertificates(new JcaCertStore(List.of(own)));
        }
        var token =
                generator.generate(new CMSProcessableByteArray(type, infoChange.apply(info.getEncoded("DER"))), true);
        var response = new TimeStampResp(new PKIStatusInfo(status), ContentInfo.getInstance(token.toASN1Structure()));
        return responseChange.apply(response.getEncoded("DER"));
    }

    private JcaSimpleSignerInfoGeneratorBuilder signer() throws Exception {
        var builder = new JcaSimpleSignerInfoGeneratorBuilder().setDirectSignature(direct);
        if (bound.isPresent()) {
            var hash = new ESSCertIDv2(TestSigstore.sha256(bound.get().getEncoded()));
            var attribute = new Attribute(
                    PKCSObjectIdentifiers.id_aa_signingCertificateV2, new DERSet(new SigningCertificateV2(hash)));
            builder.setSignedAttributeGenerator(
                    new DefaultSignedAttributeTableGenerator(new AttributeTable(new DERSet(attribute))));
        }
        return builder;
    }
}
