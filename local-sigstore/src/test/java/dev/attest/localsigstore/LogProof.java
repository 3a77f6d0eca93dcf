package dev.attest.localsigstore;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/** Checks a log entry as clients do, from the trusted root's key alone: inclusion (RFC 9162 §2.1.3.2), checkpoint, promise. */
final class LogProof {

    private LogProof() {}

    static PublicKey logKey(byte[] trustedRoot) throws Exception {
        JsonNode log = Client.JSON.readTree(trustedRoot).path("tlogs").get(0);
        byte[] spki = Base64.getDecoder()
                .decode(log.path("publicKey").path("rawBytes").asText());
        return KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(spki));
    }

    static void check(JsonNode entry, PublicKey key) throws Exception {
        JsonNode proof = entry.path("verification").path("inclusionProof");
        byte[] body = Base64.getDecoder().decode(entry.path("body").asText());
        byte[] node = sha256(new byte[] {0}, body);
        long fn = proof.path("logIndex").asLong();
        long sn = proof.path("treeSize").asLong() - 1;
        for (JsonNode hash : proof.path("hashes")) {
            byte[] sibling = HexFormat.of().parseHex(hash.asText());
            assertThat(sn).isPositive();
            if ((fn & 1) == 1 || fn == sn) {
                node = sha256(new byte[] {1}, sibling, node);
                while ((fn & 1) == 0 && fn != 0) {
                    fn >>= 1;
                    sn >>= 1;
                }
            } else {
                node = sha256(new byte[] {1}, node, sibling);
            }
            fn >>= 1;
            sn >>= 1;
        }
        assertThat(sn).isZero();
        assertThat(HexFormat.of().formatHex(node))
                .isEqualTo(proof.path("rootHash").asText());
        checkCheckpoint(
                proof.path("checkpoint").asText(), key, proof.path("treeSize").asLong(), node);
        checkPromise(entry, key);
    }

    private static void checkCheckpoint(String checkpoint, PublicKey key, long size, byte[] root) throws Exception {
        int end = checkpoint.indexOf("\n\n") + 1;
        String note = checkpoint.substring(0, end);
        String[] lines = note.split("\n");
        assertThat(lines[0]).matches("rekor\\.local\\.attest\\.invalid - [0-9]+");
        assertThat(lines[1]).isEqualTo(Long.toString(size));
        assertThat(lines[2]).isEqualTo(Client.base64(root));
        String signatureLine = checkpoint.substring(end + 1);
        assertThat(signatureLine).startsWith("— rekor.local.attest.invalid ").endsWith("\n");
        byte[] hinted = Base64.getDecoder().decode(signatureLine.strip().split(" ")[2]);
        assertThat(Arrays.copyOf(hinted, 4)).isEqualTo(Arrays.copyOf(sha256(key.getEncoded()), 4));
        assertThat(Client.verifies(
                        key, note.getBytes(StandardCharsets.UTF_8), Arrays.copyOfRange(hinted, 4, hinted.length)))
                .isTrue();
    }

    private static void checkPromise(JsonNode entry, PublicKey key) throws Exception {
        assertThat(entry.path("logID").asText()).isEqualTo(HexFormat.of().formatHex(sha256(key.getEncoded())));
        String promised = "{\"body\":\"" + entry.path("body").asText() + "\",\"integratedTime\":"
                + entry.path("integratedTime").asLong() + ",\"logID\":\""
                + entry.path("logID").asText() + "\",\"logIndex\":"
                + entry.path("logIndex").asLong() + "}";
        byte[] signature = Base64.getDecoder()
                .decode(entry.path("verification").path("signedEntryTimestamp").asText());
        assertThat(Client.verifies(key, promised.getBytes(StandardCharsets.UTF_8), signature))
                .isTrue();
    }

    static byte[] sha256(byte[]... parts) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        for (byte[] part : parts) {
            digest.update(part);
        }
        return digest.digest();
    }

    static java.security.cert.X509Certificate certificate(JsonNode rawBytes) throws Exception {
        byte[] der = Base64.getDecoder().decode(rawBytes.path("rawBytes").asText());
        return (java.security.cert.X509Certificate) java.security.cert.CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(der));
    }
}
