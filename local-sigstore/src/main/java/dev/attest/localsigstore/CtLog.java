package dev.attest.localsigstore;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1TaggedObject;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.cert.X509CertificateHolder;

/** Signs certificate timestamps (RFC 6962 §3) for precertificates. It promises and forgets: nobody reads it as a log. */
final class CtLog {

    static final ASN1ObjectIdentifier POISON = new ASN1ObjectIdentifier("1.3.6.1.4.1.11129.2.4.3");
    static final ASN1ObjectIdentifier TIMESTAMPS = new ASN1ObjectIdentifier("1.3.6.1.4.1.11129.2.4.2");

    private static final int V1 = 0;
    private static final int CERTIFICATE_TIMESTAMP = 0;
    private static final int PRECERT_ENTRY = 1;
    private static final int SHA256 = 4;
    private static final int ECDSA = 3;
    private static final int EXTENSIONS = 3;

    private final KeyPair key;
    private final Clock clock;

    CtLog(KeyPair key, Clock clock) {
        this.key = key;
        this.clock = clock;
    }

    /** The SignedCertificateTimestampList (§3.3) to embed in the certificate that the poisoned one stands for. */
    byte[] addPreChain(X509CertificateHolder precertificate, PublicKey issuer) throws IOException {
        byte[] signedPart = precertificate.toASN1Structure().getTBSCertificate().getEncoded(ASN1Encoding.DER);
        if (precertificate.getExtension(POISON) == null
                || !Signatures.verifies(issuer, signedPart, precertificate.getSignature())) {
            throw new IOException("not a precertificate of the issuer");
        }
        long timestamp = clock.millis();
        byte[] signature = Signatures.sign(key.getPrivate(), entry(timestamp, withoutPoison(precertificate), issuer));
        var sct = new ByteArrayOutputStream();
        var out = new DataOutputStream(sct);
        out.writeByte(V1);
        out.write(Sha256.of(key.getPublic().getEncoded()));
        out.writeLong(timestamp);
        out.writeShort(0); // no CtExtensions
        out.writeByte(SHA256);
        out.writeByte(ECDSA);
        out.writeShort(signature.length);
        out.write(signature);
        var list = new ByteArrayOutputStream();
        var listOut = new DataOutputStream(list);
        listOut.writeShort(sct.size() + Short.BYTES);
        listOut.writeShort(sct.size());
        sct.writeTo(listOut);
        return list.toByteArray();
    }

    private static byte[] entry(long timestamp, byte[] tbs, PublicKey issuer) throws IOException {
        var bytes = new ByteArrayOutputStream();
        var out = new DataOutputStream(bytes);
        out.writeByte(V1);
        out.writeByte(CERTIFICATE_TIMESTAMP);
        out.writeLong(timestamp);
        out.writeShort(PRECERT_ENTRY);
        out.write(Sha256.of(issuer.getEncoded()));
        out.writeByte(tbs.length >>> 16);
        out.writeShort(tbs.length);
        out.write(tbs);
        out.writeShort(0);
        return bytes.toByteArray();
    }

    private static byte[] withoutPoison(X509CertificateHolder precertificate) throws IOException {
        List<Extension> kept = new ArrayList<>();
        Extensions all = precertificate.getExtensions();
        Arrays.stream(all.getExtensionOIDs())
                .filter(oid -> !oid.equals(POISON))
                .forEach(oid -> kept.add(all.getExtension(oid)));
        var fields = new ASN1EncodableVector();
        ASN1Sequence tbs = ASN1Sequence.getInstance(
                precertificate.toASN1Structure().getTBSCertificate().toASN1Primitive());
        for (ASN1Encodable field : tbs) {
            boolean extensions = field instanceof ASN1TaggedObject tagged && tagged.getTagNo() == EXTENSIONS;
            fields.add(
                    extensions
                            ? new DERTaggedObject(true, EXTENSIONS, new Extensions(kept.toArray(Extension[]::new)))
                            : field);
        }
        return new DERSequence(fields).getEncoded(ASN1Encoding.DER);
    }
}
