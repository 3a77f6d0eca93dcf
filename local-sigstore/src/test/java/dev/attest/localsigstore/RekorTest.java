package dev.attest.localsigstore;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RekorTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final String ENTRIES = "/api/v1/log/entries";

    private LocalSigstore sigstore;
    private LocalSigstore.Running running;
    private Client client;
    private PublicKey logKey;
    private final KeyPair key = Client.ecdsa("secp256r1");

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        sigstore = LocalSigstore.open(folder.resolve("state"), Clock.fixed(NOW, ZoneOffset.UTC));
        running = sigstore.start(0);
        client = new Client(running.uri());
        logKey = LogProof.logKey(sigstore.trustedRoot());
    }

    @AfterEach
    void stop() throws Exception {
        running.close();
        sigstore.close();
    }

    @Test
    void dsse_entry_is_logged_with_hashes_signature_and_verifier() throws Exception {
        String envelope = Client.envelope("{\"größe\":1}", key);
        var proposed = Client.dsse(envelope, Client.publicPem(key));
        HttpResponse<byte[]> response = client.postJson(ENTRIES, proposed);
        assertThat(response.statusCode()).isEqualTo(201);
        JsonNode answer = Client.json(response);
        assertThat(answer.size()).isEqualTo(1);
        String uuid = answer.fieldNames().next();
        assertThat(uuid).matches("[0-9a-f]{80}");
        JsonNode entry = answer.path(uuid);
        assertThat(entry.path("integratedTime").asLong()).isEqualTo(NOW.getEpochSecond());
        assertThat(entry.path("logIndex").asLong()).isZero();
        LogProof.check(entry, logKey);
        String body = new String(Base64.getDecoder().decode(entry.path("body").asText()), UTF_8);
        assertThat(body)
                .isEqualTo(
                        "{\"apiVersion\":\"0.0.1\",\"kind\":\"dsse\",\"spec\":{\"envelopeHash\":{\"algorithm\":\"sha256\","
                                + "\"value\":\"" + hex(envelope)
                                + "\"},\"payloadHash\":{\"algorithm\":\"sha256\",\"value\":\""
                                + hex("{\"größe\":1}") + "\"},\"signatures\":[{\"signature\":\""
                                + Client.JSON
                                        .readTree(envelope)
                                        .path("signatures")
                                        .get(0)
                                        .path("sig")
                                        .asText()
                                + "\",\"verifier\":\""
                                + Client.base64(Client.publicPem(key).getBytes(UTF_8)) + "\"}]}}");
    }

    @ParameterizedTest
    @CsvSource({"EC,SHA256withECDSA", "RSA,SHA256withRSA"})
    void hashedrekord_entry_is_logged(String type, String algorithm) throws Exception {
        KeyPair signer = type.equals("EC") ? key : Client.pair(type);
        byte[] artifact = "artifact".getBytes(UTF_8);
        var proposed = hashedRekord(hex("artifact"), Client.sign(signer, algorithm, artifact), signer);
        HttpResponse<byte[]> response = client.postJson(ENTRIES, proposed);
        assertThat(response.statusCode()).isEqualTo(201);
        JsonNode entry = Client.json(response).elements().next();
        LogProof.check(entry, logKey);
        assertThat(Client.JSON.readTree(
                        Base64.getDecoder().decode(entry.path("body").asText())))
                .isEqualTo(Client.JSON.valueToTree(proposed));
    }

    @Test
    void hashedrekord_of_another_digest_is_refused() throws Exception {
        byte[] signature = Client.sign(key, "SHA256withECDSA", "artifact".getBytes(UTF_8));
        refused(hashedRekord(hex("other"), signature, key), "did not sign");
        KeyPair rsa = Client.pair("RSA");
        byte[] rsaSignature = Client.sign(rsa, "SHA256withRSA", "artifact".getBytes(UTF_8));
        refused(hashedRekord(hex("other"), rsaSignature, rsa), "did not sign");
        KeyPair edwards = Client.pair("Ed25519");
        refused(
                hashedRekord(hex("artifact"), Client.sign(edwards, "Ed25519", "artifact".getBytes(UTF_8)), edwards),
                "did not sign");
    }

    @Test
    void dsse_signed_by_another_key_is_refused() throws Exception {
        KeyPair other = Client.ecdsa("secp256r1");
        refused(Client.signedDsse("{}", key, Client.publicPem(other)), "a key that verifies it");
    }

    @Test
    void dsse_verifier_without_signature_is_refused() throws Exception {
        KeyPair other = Client.ecdsa("secp256r1");
        String envelope = Client.envelope("{}", key);
        refused(Client.dsse(envelope, Client.publicPem(key), Client.publicPem(other)), "a verifier has no signature");
    }

    @Test
    void equal_entry_is_a_conflict_that_says_where_it_is() throws Exception {
        var proposed = Client.signedDsse("{}", key, Client.publicPem(key));
        String uuid =
                Client.json(client.postJson(ENTRIES, proposed)).fieldNames().next();
        HttpResponse<byte[]> second = client.postJson(ENTRIES, proposed);
        assertThat(second.statusCode()).isEqualTo(409);
        assertThat(second.headers().firstValue("Location")).contains(ENTRIES + "/" + uuid);
        assertThat(Client.json(second).path("message").asText()).contains(uuid);
        JsonNode found = Client.json(client.get(ENTRIES + "/" + uuid));
        LogProof.check(found.path(uuid), logKey);
    }

    @Test
    void entries_are_found_by_long_and_short_uuid_and_index() throws Exception {
        for (int i = 0; i < 5; i++) {
            client.postJson(ENTRIES, Client.signedDsse("{\"n\":" + i + "}", key, Client.publicPem(key)));
        }
        JsonNode byIndex = Client.json(client.get(ENTRIES + "?logIndex=2"));
        String uuid = byIndex.fieldNames().next();
        LogProof.check(byIndex.path(uuid), logKey);
        assertThat(Client.json(client.get(ENTRIES + "/" + uuid))
                        .path(uuid)
                        .path("logIndex")
                        .asInt())
                .isEqualTo(2);
        assertThat(client.get(ENTRIES + "/" + uuid.substring(16)).statusCode()).isEqualTo(200);
        assertThat(client.get(ENTRIES + "/0000000000000000" + uuid.substring(16))
                        .statusCode())
                .isEqualTo(404);
        assertThat(client.get(ENTRIES + "?logIndex=5").statusCode()).isEqualTo(404);
        assertThat(client.get(ENTRIES + "?logIndex=-1").statusCode()).isEqualTo(404);
        assertThat(client.get(ENTRIES + "?logIndex=two").statusCode()).isEqualTo(400);
        assertThat(client.get(ENTRIES).statusCode()).isEqualTo(400);
        JsonNode state = Client.json(client.get("/api/v1/log"));
        assertThat(state.path("treeSize").asInt()).isEqualTo(5);
        assertThat(state.path("signedTreeHead").asText())
                .contains(" - " + state.path("treeID").asText() + "\n5\n");
        assertThat(new String(client.get("/api/v1/log/publicKey").body(), UTF_8))
                .isEqualTo(Client.pem("PUBLIC KEY", logKey.getEncoded()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{",
                "{} {}",
                "{\"kind\":\"dsse\",\"kind\":\"dsse\"}",
                "{\"kind\":\"intoto\",\"apiVersion\":\"0.0.2\"}",
                "{\"kind\":\"dsse\",\"apiVersion\":\"0.0.2\",\"spec\":{}}",
                "{\"kind\":\"dsse\",\"apiVersion\":\"0.0.1\",\"spec\":{}}",
                "{\"kind\":\"dsse\",\"apiVersion\":\"0.0.1\",\"spec\":{\"proposedContent\":{\"envelope\":\"x\"}}}",
                "{\"kind\":\"hashedrekord\",\"apiVersion\":\"0.0.1\",\"spec\":7}",
            })
    void malformed_entries_are_refused(String body) throws Exception {
        HttpResponse<byte[]> response = client.post(ENTRIES, "application/json", body.getBytes(UTF_8));
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(Client.json(response).path("code").asInt()).isEqualTo(400);
    }

    @Test
    void envelopes_without_signature_or_with_too_many_are_refused() throws Exception {
        for (int count : new int[] {0, 17}) {
            String envelope = Client.JSON.writeValueAsString(Map.of(
                    "payload",
                    "e30=",
                    "payloadType",
                    "t",
                    "signatures",
                    java.util.Collections.nCopies(count, Map.of("sig", "AAAA"))));
            refused(Client.dsse(envelope, Client.publicPem(key)), "signatures must be a list of 1 to 16");
        }
        refused(Client.dsse("{\"payload\":\"e30=\",\"payloadType\":\"t\",\"signatures\":[{}]}"), "verifiers must be");
    }

    private void refused(Map<String, Object> proposed, String reason) throws Exception {
        HttpResponse<byte[]> response = client.postJson(ENTRIES, proposed);
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(Client.json(response).path("message").asText()).contains(reason);
        assertThat(Client.json(client.get("/api/v1/log")).path("treeSize").asInt())
                .isZero();
    }

    static Map<String, Object> hashedRekord(String digest, byte[] signature, KeyPair key) {
        return Map.of(
                "apiVersion",
                "0.0.1",
                "kind",
                "hashedrekord",
                "spec",
                Map.of(
                        "data",
                        Map.of("hash", Map.of("algorithm", "sha256", "value", digest)),
                        "signature",
                        Map.of(
                                "content",
                                Client.base64(signature),
                                "publicKey",
                                Map.of(
                                        "content",
                                        Client.base64(Client.publicPem(key).getBytes(UTF_8))))));
    }

    private static String hex(String text) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
    }
}
