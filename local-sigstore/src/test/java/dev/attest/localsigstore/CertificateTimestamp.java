package dev.attest.localsigstore;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.TBSCertificate;
import org.bouncycastle.asn1.x509.V3TBSCertificateGenerator;

/** Checks an embedded SCT (RFC 6962 §3.2) by building the signed precertificate entry anew from the final certificate. */
final class CertificateTimestamp {

    private static final ASN1ObjectIdentifier LIST = new ASN1ObjectIdentifier("1.3.6.1.4.1.11129.2.4.2");

    private CertificateTimestamp() {}

    static void check(X509Certificate leaf, X509Certificate issuer, byte[] trustedRoot, Instant at) throws Exception {
        JsonNode log = Client.JSON.readTree(trustedRoot).path("ctlogs").get(0);
        byte[] spki = Base64.getDecoder()
                .decode(log.path("publicKey").path("rawBytes").asText());
        PublicKey key = KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(spki));
        byte[] extension = ASN1OctetString.getInstance(leaf.getExtensionValue(LIST.getId()))
                .getOctets();
        byte[] list = ASN1OctetString.getInstance(extension).getOctets();
        var in = new DataInputStream(new ByteArrayInputStream(list));
        assertThat(in.readUnsignedShort()).isEqualTo(list.length - 2);
        assertThat(in.readUnsignedShort()).isEqualTo(list.length - 4);
        assertThat(in.readByte()).isZero();
        assertThat(in.readNBytes(32))
                .isEqualTo(LogProof.sha256(spki))
                .isEqualTo(Base64.getDecoder()
                        .decode(log.path("logId").path("keyId").asText()));
        long timestamp = in.readLong();
        assertThat(timestamp).isEqualTo(at.toEpochMilli());
        assertThat(in.readUnsignedShort()).isZero();
        assertThat(in.readUnsignedShort()).isEqualTo(0x0403);
        byte[] signature = in.readNBytes(in.readUnsignedShort());
        assertThat(in.read()).isEqualTo(-1);
        byte[] tbs = withoutList(leaf);
        var signed = new ByteArrayOutputStream();
        var out = new DataOutputStream(signed);
        out.writeShort(0);
        out.writeLong(timestamp);
        out.writeShort(1);
        out.write(LogProof.sha256(issuer.getPublicKey().getEncoded()));
        out.writeByte(tbs.length >> 16);
        out.writeShort(tbs.length);
        out.write(tbs);
        out.writeShort(0);
        assertThat(Client.verifies(key, signed.toByteArray(), signature)).isTrue();
    }

    private static byte[] withoutList(X509Certificate leaf) throws Exception {
        TBSCertificate tbs = Certificate.getInstance(leaf.getEncoded()).getTBSCertificate();
        List<Extension> kept = new ArrayList<>();
        for (ASN1ObjectIdentifier oid : tbs.getExtensions().getExtensionOIDs()) {
            if (!oid.equals(LIST)) {
                kept.add(tbs.getExtensions().getExtension(oid));
            }
        }
        var generator = new V3TBSCertificateGenerator();
        generator.setSerialNumber(tbs.getSerialNumber());
        generator.setSignature(tbs.getSignature());
        generator.setIssuer(tbs.getIssuer());
        generator.setStartDate(tbs.getStartDate());
        generator.setEndDate(tbs.getEndDate());
        generator.setSubject(tbs.getSubject());
        generator.setSubjectPublicKeyInfo(tbs.getSubjectPublicKeyInfo());
        generator.setExtensions(new Extensions(kept.toArray(new Extension[0])));
        return generator.generateTBSCertificate().getEncoded("DER");
    }
}
