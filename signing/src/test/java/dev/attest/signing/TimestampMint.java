package dev.attest.signing;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoGeneratorBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.bouncycastle.tsp.TSPAlgorithms;
import org.bouncycastle.tsp.TimeStampRequestGenerator;
import org.bouncycastle.tsp.TimeStampResponseGenerator;
import org.bouncycastle.tsp.TimeStampTokenGenerator;

/** Answers timestamp requests by BouncyCastle's code, which knows nothing of the verifier's. */
final class TimestampMint {
    private final TestSigstore sigstore;
    Instant time = TestSigstore.NOW;
    KeyPair signedBy;
    boolean embedded;
    /** What is stamped instead of the signature; empty for the signature. */
    byte[] other = new byte[0];

    TimestampMint(TestSigstore sigstore) {
        this.sigstore = sigstore;
        this.signedBy = sigstore.tsaKey;
    }

    byte[] response(byte[] signature) throws Exception {
        // BouncyCastle itself refuses to stamp with a certificate of another purpose.
        X509Certificate leaf = sigstore.tsaLeaf(KeyPurposeId.id_kp_timeStamping, true);
        var digests = new JcaDigestCalculatorProviderBuilder().build();
        var signer = new JcaSimpleSignerInfoGeneratorBuilder().build("SHA256withECDSA", signedBy.getPrivate(), leaf);
        var tokens = new TimeStampTokenGenerator(
                signer,
                digests.get(new org.bouncycastle.asn1.x509.AlgorithmIdentifier(TSPAlgorithms.SHA256)),
                new ASN1ObjectIdentifier("1.2.3.4"));
        if (embedded) {
            tokens.addCertificates(new JcaCertStore(List.of(leaf)));
        }
        var requests = new TimeStampRequestGenerator();
        requests.setCertReq(embedded);
        byte[] stamped = other.length == 0 ? signature : other;
        var request = requests.generate(TSPAlgorithms.SHA256, TestSigstore.sha256(stamped), BigInteger.valueOf(77));
        return new TimeStampResponseGenerator(tokens, TSPAlgorithms.ALLOWED)
                .generate(request, BigInteger.TEN, Date.from(time))
                .getEncoded();
    }
}
