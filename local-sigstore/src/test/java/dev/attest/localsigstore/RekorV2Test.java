package dev.attest.localsigstore;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.spec.EdDSAParameterSpec;
import java.time.Clock;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RekorV2Test {

    private static final String ENTRIES = "/api/v2/log/entries";
    private static final String P256 = "PKIX_ECDSA_P256_SHA_256";

    @TempDir
    private Path folder;

    private LocalSigstore sigstore;
    private LocalSigstore.Running running;
    private Client client;
    private TiledProof proof;
    private final KeyPair key = Client.ecdsa("secp256r1");

    @BeforeEach
    void start() throws Exception {
        sigstore = LocalSigstore.open(folder.resolve("state"), Clock.systemUTC());
        running = sigstore.start(0);
        client = new Client(running.uri());
        proof = new TiledProof(sigstore.trustedRoot());
    }

    @AfterEach
    void stop() throws Exception {
        running.close();
        sigstore.close();
    }

    @Test
    void an_entry_is_answered_as_rekor_tiles_answers() throws Exception {
        Map<String, Object> request = request("one");

        HttpResponse<byte[]> response = client.postJson(ENTRIES, request);

        assertThat(response.statusCode()).isEqualTo(201);
        JsonNode entry = Client.json(response);
        assertThat(entry.fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder(
                        "logIndex",
                        "logId",
                        "kindVersion",
                        "integratedTime",
                        "inclusionPromise",
                        "inclusionProof",
                        "canonicalizedBody");
        assertThat(entry.path("integratedTime").textValue()).isEqualTo("0");
        assertThat(entry.path("inclusionPromise").isNull()).isTrue();
        assertThat(entry.path("logIndex").textValue()).isEqualTo("0");
        JsonNode signature = Client.JSON.valueToTree(request).at("/hashedRekordRequestV002/signature");
        assertThat(new String(entry.path("canonicalizedBody").binaryValue(), UTF_8))
                .isEqualTo(
                        "{\"apiVersion\":\"0.0.2\",\"kind\":\"hashedrekord\",\"spec\":{\"hashedRekordV002\":{\"data\":"
                                + "{\"algorithm\":\"SHA2_256\",\"digest\":\"" + digest("SHA-256", "one")
                                + "\"},\"signature\":"
                                + "{\"content\":" + signature.path("content") + ",\"verifier\":{\"keyDetails\":\""
                                + P256
                                + "\",\"publicKey\":{\"rawBytes\":" + signature.at("/verifier/publicKey/rawBytes")
                                + "}}}}}}");
        proof.check(entry);
    }

    @Test
    void entries_are_proven_whatever_the_size_of_the_tree() throws Exception {
        for (int i = 0; i < 9; i++) {
            JsonNode entry = Client.json(client.postJson(ENTRIES, request("entry " + i)));
            assertThat(entry.path("logIndex").textValue()).isEqualTo(Integer.toString(i));
            proof.check(entry);
        }
        assertThat(Client.json(client.get("/api/v1/log")).path("treeSize").asInt())
                .isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "EC, secp384r1, SHA384withECDSA, SHA-384, PKIX_ECDSA_P384_SHA_384, SHA2_384",
        "EC, secp521r1, SHA512withECDSA, SHA-512, PKIX_ECDSA_P521_SHA_512, SHA2_512",
        "RSA, 2048, SHA256withRSA, SHA-256, PKIX_RSA_PKCS1V15_2048_SHA256, SHA2_256"
    })
    void other_keys_sign_with_the_hash_that_fits_them(
            String type, String size, String algorithm, String hash, String details, String logged) throws Exception {
        KeyPair pair = type.equals("EC") ? Client.ecdsa(size) : rsa(Integer.parseInt(size));
        byte[] signature = Client.sign(pair, algorithm, "x".getBytes(UTF_8));

        JsonNode entry = accepted(request(digest(hash, "x"), signature, verifier(pair, details)));

        assertThat(entry.path("canonicalizedBody").binaryValue())
                .asString(UTF_8)
                .contains("\"algorithm\":\"" + logged + "\"");
        proof.check(entry);
    }

    @Test
    void ed25519_signs_prehashed_or_not_at_all() throws Exception {
        KeyPair pair = Client.pair("Ed25519");
        Signature signer = Signature.getInstance("EdDSA");
        signer.setParameter(new EdDSAParameterSpec(true));
        signer.initSign(pair.getPrivate());
        signer.update("x".getBytes(UTF_8));
        byte[] prehashed = signer.sign();
        byte[] plain = Client.sign(pair, "Ed25519", "x".getBytes(UTF_8));

        proof.check(accepted(request(digest("SHA-512", "x"), prehashed, verifier(pair, "PKIX_ED25519_PH"))));
        refused(request(digest("SHA-512", "x"), plain, verifier(pair, "PKIX_ED25519_PH")), "did not sign");
        refused(request(digest("SHA-512", "x"), plain, verifier(pair, "PKIX_ED25519")), "PKIX_ED25519_PH");
    }

    @Test
    void a_certificate_is_logged_as_it_came() throws Exception {
        X509Certificate leaf = client.certify(
                        sigstore.identityToken("developer"), "developer@local.attest.invalid", key)
                .get(0);
        byte[] signature = Client.sign(key, "SHA256withECDSA", "x".getBytes(UTF_8));
        Map<String, Object> verifier =
                Map.of("keyDetails", P256, "x509Certificate", Map.of("rawBytes", Client.base64(leaf.getEncoded())));

        JsonNode entry = accepted(request(digest("SHA-256", "x"), signature, verifier));

        assertThat(entry.path("canonicalizedBody").binaryValue())
                .asString(UTF_8)
                .contains("\"x509Certificate\":{\"rawBytes\":\"" + Client.base64(leaf.getEncoded()) + "\"}");
        byte[] pem = Client.pem("CERTIFICATE", leaf.getEncoded()).getBytes(UTF_8);
        Map<String, Object> text =
                Map.of("keyDetails", P256, "x509Certificate", Map.of("rawBytes", Client.base64(pem)));
        refused(request(digest("SHA-256", "x"), signature, text), "plain DER");
    }

    @Test
    void several_on_one_folder_share_one_log() throws Exception {
        try (var other = LocalSigstore.open(folder.resolve("state"), Clock.systemUTC());
                var beside = other.start(0)) {
            var otherClient = new Client(beside.uri());
            for (int i = 0; i < 6; i++) {
                Client one = i % 2 == 0 ? client : otherClient;
                JsonNode entry = Client.json(one.postJson(ENTRIES, request("entry " + i)));
                assertThat(entry.path("logIndex").textValue()).isEqualTo(Integer.toString(i));
                proof.check(entry);
            }
            assertThat(otherClient.get("/api/v2/checkpoint").body())
                    .isEqualTo(client.get("/api/v2/checkpoint").body());
        }
    }

    @Test
    void names_of_the_schema_are_understood() throws Exception {
        String request = Client.JSON
                .writeValueAsString(request("x"))
                .replace("hashedRekordRequestV002", "hashed_rekord_request_v002")
                .replace("keyDetails", "key_details")
                .replace("publicKey", "public_key")
                .replace("rawBytes", "raw_bytes");

        HttpResponse<byte[]> response = client.post(ENTRIES, "application/json", request.getBytes(UTF_8));

        assertThat(response.statusCode()).isEqualTo(201);
        proof.check(Client.json(response));
    }

    @Test
    void an_equal_entry_is_a_conflict_that_names_its_index() throws Exception {
        accepted(request("other"));
        Map<String, Object> request = request("x");
        accepted(request);

        HttpResponse<byte[]> again = client.postJson(ENTRIES, request);

        assertThat(again.statusCode()).isEqualTo(409);
        assertThat(again.headers().firstValue("x-log-index")).contains("1");
        assertThat(Client.json(again).path("code").asInt()).isEqualTo(6);
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '~',
            value = {
                "\"hashedRekordRequestV002\" ; \"dsseRequestV002\" ; an unknown field",
                "\"digest\" ; \"digests\" ; an unknown field",
                "\"content\":\" ; \"content\":\"!! ; not base64",
                "\"verifier\":{ ; \"verifier\":{\"other\":1, ; an unknown field",
                "\"rawBytes\":\" ; \"rawBytes\":\"AAAA ; public key",
                "\"publicKey\" ; \"x509Certificate\" ; X.509",
                "\"publicKey\":{ ; \"x509Certificate\":{\"rawBytes\":\"AAAA\"},\"publicKey\":{ ; either a public key",
                "PKIX_ECDSA_P256_SHA_256 ; PKIX_ECDSA_P384_SHA_384 ; not what keyDetails say",
                "PKIX_ECDSA_P256_SHA_256 ; PKIX_ED25519_PH ; not what keyDetails say",
                "PKIX_ECDSA_P256_SHA_256 ; PKIX_RSA_PKCS1V15_2048_SHA256 ; not what keyDetails say",
                "PKIX_ECDSA_P256_SHA_256 ; PKIX_RSA_PSS_2048_SHA256 ; no algorithm",
                "\"keyDetails\" ; \"key_details\":\"x\",\"keyDetails\" ; there twice"
            })
    void what_is_wrong_in_a_request_is_refused(String from, String to, String reason) throws Exception {
        String request = Client.JSON.writeValueAsString(request("x"));
        assertThat(request).contains(from);

        HttpResponse<byte[]> response = client.post(
                ENTRIES, "application/json", request.replace(from, to).getBytes(UTF_8));

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(Client.json(response).path("code").asInt()).isEqualTo(3);
        assertThat(Client.json(response).path("message").asText()).contains(reason);
    }

    @Test
    void a_signature_of_something_else_is_refused() throws Exception {
        byte[] signature = Client.sign(key, "SHA256withECDSA", "other".getBytes(UTF_8));
        refused(request(digest("SHA-256", "x"), signature, verifier(key, P256)), "did not sign");
        refused(request(digest("SHA-384", "x"), signature, verifier(key, P256)), "digest must be a SHA2_256");
        byte[] large = BigInteger.ONE.shiftLeft(8 * 60_000).toByteArray();
        refused(request(digest("SHA-256", "x"), large, verifier(key, P256)), "did not sign");
    }

    @Test
    void monitors_read_checkpoint_tiles_and_entries() throws Exception {
        byte[][] bodies = new byte[3][];
        for (int i = 0; i < 3; i++) {
            bodies[i] =
                    accepted(request("entry " + i)).path("canonicalizedBody").binaryValue();
        }

        String checkpoint = new String(client.get("/api/v2/checkpoint").body(), UTF_8);
        byte[] hashes = client.get("/api/v2/tile/0/000.p/3").body();
        byte[] entries = client.get("/api/v2/tile/entries/000.p/3").body();

        byte[] left = LogProof.sha256(new byte[] {1}, Arrays.copyOf(hashes, 32), Arrays.copyOfRange(hashes, 32, 64));
        byte[] root = LogProof.sha256(new byte[] {1}, left, Arrays.copyOfRange(hashes, 64, 96));
        proof.checkCheckpoint(checkpoint, 3, root);
        int at = 0;
        for (int i = 0; i < 3; i++) {
            int length = 256 * Byte.toUnsignedInt(entries[at]) + Byte.toUnsignedInt(entries[at + 1]);
            byte[] entry = Arrays.copyOfRange(entries, at + 2, at + 2 + length);
            assertThat(entry).isEqualTo(bodies[i]);
            assertThat(LogProof.sha256(new byte[] {0}, entry))
                    .isEqualTo(Arrays.copyOfRange(hashes, 32 * i, 32 * i + 32));
            at += 2 + length;
        }
        assertThat(at).isEqualTo(entries.length);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v2/tile/0/000",
                "/api/v2/tile/0/000.p/2",
                "/api/v2/tile/1/000.p/1",
                "/api/v2/tile/63/000.p/1",
                "/api/v2/tile/64/000.p/1",
                "/api/v2/tile/entries/000",
                "/api/v2/tile/entries/001.p/1",
                "/api/v2/tile/0/x001/000.p/1",
                "/api/v2/tile/0/000.p/256",
                "/api/v2/tile/0/000.p/0",
                "/api/v2/tile/0/0.p/1",
                "/api/v2/tile/0/x999/x999/x999/999",
                "/api/v2/tile/-1/000.p/1",
                "/api/v2/tile/"
            })
    void a_tile_that_is_not_there_is_not_found(String path) throws Exception {
        accepted(request("one"));

        assertThat(client.get(path).statusCode()).isEqualTo(404);
        assertThat(client.get("/api/v2/tile/0/000.p/1").statusCode()).isEqualTo(200);
    }

    @Test
    void the_checkpoint_of_an_empty_log_says_so() throws Exception {
        String checkpoint = new String(client.get("/api/v2/checkpoint").body(), UTF_8);

        proof.checkCheckpoint(checkpoint, 0, LogProof.sha256());
    }

    private JsonNode accepted(Map<String, Object> request) throws Exception {
        HttpResponse<byte[]> response = client.postJson(ENTRIES, request);
        assertThat(response.statusCode()).as(new String(response.body(), UTF_8)).isEqualTo(201);
        return Client.json(response);
    }

    private void refused(Map<String, Object> request, String reason) throws Exception {
        HttpResponse<byte[]> response = client.postJson(ENTRIES, request);
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(Client.json(response).path("message").asText()).contains(reason);
    }

    private Map<String, Object> request(String artifact) throws Exception {
        byte[] signature = Client.sign(key, "SHA256withECDSA", artifact.getBytes(UTF_8));
        return request(digest("SHA-256", artifact), signature, verifier(key, P256));
    }

    static Map<String, Object> request(String digest, byte[] signature, Map<String, Object> verifier) {
        return Map.of(
                "hashedRekordRequestV002",
                Map.of(
                        "digest",
                        digest,
                        "signature",
                        Map.of("content", Client.base64(signature), "verifier", verifier)));
    }

    static Map<String, Object> verifier(KeyPair pair, String keyDetails) {
        return Map.of(
                "keyDetails",
                keyDetails,
                "publicKey",
                Map.of("rawBytes", Client.base64(pair.getPublic().getEncoded())));
    }

    static String digest(String algorithm, String text) throws Exception {
        return Base64.getEncoder()
                .encodeToString(MessageDigest.getInstance(algorithm).digest(text.getBytes(UTF_8)));
    }

    private static KeyPair rsa(int bits) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(bits);
        return generator.generateKeyPair();
    }
}
