package dev.attest.signing;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.function.UnaryOperator;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.cmp.PKIStatus;
import org.bouncycastle.asn1.cmp.PKIStatusInfo;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.tsp.MessageImprint;
import org.bouncycastle.asn1.tsp.TSTInfo;
import org.bouncycastle.asn1.tsp.TimeStampResp;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoGeneratorBuilder;
import org.bouncycastle.tsp.TSPAlgorithms;

/** Makes timestamps by BouncyCastle's code, which knows nothing of the verifier's. */
final class TimestampMint {
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
    /** Changes what the authority signs. */
    UnaryOperator<byte[]> infoChange = any -> any;

    TimestampMint(TestSigstore sigstore) {
        this.sigstore = sigstore;
        this.signedBy = sigstore.tsaKey;
    }

    byte[] response(byte[] signature) throws Exception {
        X509Certificate leaf = sigstore.tsaLeaf(usage, critical);
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
                null);
        var generator = new CMSSignedDataGenerator();
        generator.addSignerInfoGenerator(new JcaSimpleSignerInfoGeneratorBuilder()
                .setDirectSignature(direct)
                .build(signatureAlgorithm, signedBy.getPrivate(), leaf));
        if (embedded) {
            generator.addCertificates(new JcaCertStore(List.of(leaf)));
        }
        var token =
                generator.generate(new CMSProcessableByteArray(type, infoChange.apply(info.getEncoded("DER"))), true);
        return new TimeStampResp(new PKIStatusInfo(status), ContentInfo.getInstance(token.toASN1Structure()))
                .getEncoded("DER");
    }
}
