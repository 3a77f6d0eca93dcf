package dev.attest.localsigstore;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;

/** Checks Rekor v2 entries as clients do, from the trusted root's second log alone. */
final class TiledProof {

    private static final String NAME = "rekor-v2.local.attest.invalid";

    private final PublicKey key;
    private final byte[] keyId;

    TiledProof(byte[] trustedRoot) throws Exception {
        JsonNode log = Client.JSON.readTree(trustedRoot).path("tlogs").get(1);
        byte[] spki = log.at("/publicKey/rawBytes").binaryValue();
        assertThat(log.path("baseUrl").asText()).isEqualTo("https://" + NAME);
        assertThat(log.at("/publicKey/keyDetails").asText()).isEqualTo("PKIX_ED25519");
        key = KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(spki));
        keyId = log.at("/logId/keyId").binaryValue();
        byte[] raw = Arrays.copyOfRange(spki, spki.length - 32, spki.length);
        assertThat(keyId).isEqualTo(LogProof.sha256((NAME + "\n\u0001").getBytes(UTF_8), raw));
    }

    void check(JsonNode entry) throws Exception {
        assertThat(entry.at("/logId/keyId").binaryValue()).isEqualTo(keyId);
        JsonNode proof = entry.path("inclusionProof");
        assertThat(proof.path("logIndex")).isEqualTo(entry.path("logIndex"));
        byte[] node =
                LogProof.sha256(new byte[] {0}, entry.path("canonicalizedBody").binaryValue());
        long index = Long.parseLong(proof.path("logIndex").textValue());
        long last = Long.parseLong(proof.path("treeSize").textValue()) - 1;
        for (JsonNode hash : proof.path("hashes")) {
            byte[] sibling = hash.binaryValue();
            boolean right = (index & 1) == 1 || index == last;
            node = right
                    ? LogProof.sha256(new byte[] {1}, sibling, node)
                    : LogProof.sha256(new byte[] {1}, node, sibling);
            while (right && (index & 1) == 0 && index != 0) {
                index >>= 1;
                last >>= 1;
            }
            index >>= 1;
            last >>= 1;
        }
        assertThat(last).isZero();
        assertThat(proof.path("rootHash").binaryValue()).isEqualTo(node);
        long size = Long.parseLong(proof.path("treeSize").textValue());
        checkCheckpoint(proof.at("/checkpoint/envelope").textValue(), size, node);
    }

    void checkCheckpoint(String checkpoint, long size, byte[] root) throws Exception {
        int end = checkpoint.indexOf("\n\n") + 1;
        assertThat(checkpoint.substring(0, end)).isEqualTo(NAME + "\n" + size + "\n" + Client.base64(root) + "\n");
        String line = checkpoint.substring(end + 1);
        assertThat(line).startsWith("\u2014 " + NAME + " ").endsWith("\n");
        byte[] hinted = Base64.getDecoder().decode(line.strip().split(" ")[2]);
        assertThat(Arrays.copyOf(hinted, 4)).isEqualTo(Arrays.copyOf(keyId, 4));
        Signature verifier = Signature.getInstance("Ed25519");
        verifier.initVerify(key);
        verifier.update(checkpoint.substring(0, end).getBytes(UTF_8));
        assertThat(verifier.verify(Arrays.copyOfRange(hinted, 4, hinted.length)))
                .isTrue();
    }
}
