package dev.attest.signing.rekor;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.attest.intoto.Envelope;
import dev.attest.intoto.Statement;
import dev.attest.json.StrictJson;
import dev.attest.signing.FrontedSigstore;
import dev.attest.signing.Statements;
import dev.attest.signing.fulcio.FulcioClient;
import dev.attest.signing.key.EphemeralKey;
import dev.attest.signing.key.HashAlgorithm;
import dev.attest.signing.key.Message;
import dev.attest.signing.key.VerificationKey;
import dev.attest.signing.log.Signed;
import dev.attest.signing.service.SigningException;
import dev.attest.signing.x509.Certificate;
import java.net.URI;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RekorV2Test {
    private static final String HASH = "ab".repeat(32);

    @TempDir
    private static Path folder;

    private static FrontedSigstore sigstore;

    private RekorV2 log;

    @BeforeAll
    static void open() throws Exception {
        sigstore = new FrontedSigstore(folder.resolve("sigstore"));
    }

    @AfterAll
    static void close() throws Exception {
        sigstore.close();
    }

    @BeforeEach
    void start() {
        sigstore.reset();
        log = new RekorV2(sigstore.client(), URI.create(sigstore.front().baseUrl()));
    }

    @Test
    void a_statement_is_logged_by_the_digest_of_what_is_signed() throws Exception {
        EphemeralKey key = EphemeralKey.generate(new SecureRandom());
        X509Certificate certificate = new FulcioClient(
                        sigstore.client(), URI.create(sigstore.front().baseUrl()))
                .certify(sigstore.token(), key, Instant.now());
        byte[] statement = Statements.saying("größer");
        Message message = Message.of(Envelope.pae(Statement.PAYLOAD_TYPE, statement));
        var envelope = new Envelope(Statement.PAYLOAD_TYPE, statement, key.sign(message), "");
        Signed.Signer signer = Signed.Signer.of(Certificate.parse(certificate.getEncoded()));
        var signed = new Signed(message, envelope.signature(), signer, Optional.of(envelope));

        log.requireFits(signed);
        ObjectNode entry = log.add(signed);

        JsonNode record = sent().path("hashedRekordRequestV002");
        assertThat(record.path("digest").binaryValue())
                .isEqualTo(HashAlgorithm.SHA256.hash(Envelope.pae(Statement.PAYLOAD_TYPE, statement)));
        assertThat(record.at("/signature/content").binaryValue()).isEqualTo(envelope.signature());
        JsonNode verifier = record.at("/signature/verifier");
        assertThat(verifier.path("keyDetails").textValue()).isEqualTo("PKIX_ECDSA_P256_SHA_256");
        assertThat(verifier.at("/x509Certificate/rawBytes").binaryValue()).isEqualTo(certificate.getEncoded());
        assertThat(verifier.has("publicKey")).isFalse();
        assertThat(entry.path("canonicalizedBody").binaryValue())
                .asString(UTF_8)
                .startsWith("{\"apiVersion\":\"0.0.2\",\"kind\":\"hashedrekord\",");
    }

    @ParameterizedTest
    @CsvSource({
        "EC, secp256r1, SHA256withECDSA, SHA256, PKIX_ECDSA_P256_SHA_256",
        "EC, secp384r1, SHA384withECDSA, SHA384, PKIX_ECDSA_P384_SHA_384",
        "EC, secp521r1, SHA512withECDSA, SHA512, PKIX_ECDSA_P521_SHA_512",
        "RSA, 2048, SHA256withRSA, SHA256, PKIX_RSA_PKCS1V15_2048_SHA256",
        "RSA, 3072, SHA256withRSA, SHA256, PKIX_RSA_PKCS1V15_3072_SHA256"
    })
    void an_artifact_is_logged_with_the_key_and_the_hash_that_fits_it(
            String type, String size, String algorithm, HashAlgorithm hash, String details) throws Exception {
        Signed signed = artifact(pair(type, size), algorithm);

        log.requireFits(signed);
        log.add(signed);

        JsonNode record = sent().path("hashedRekordRequestV002");
        assertThat(record.path("digest").binaryValue()).isEqualTo(hash.hash("artifact".getBytes(UTF_8)));
        JsonNode verifier = record.at("/signature/verifier");
        assertThat(verifier.path("keyDetails").textValue()).isEqualTo(details);
        assertThat(verifier.at("/publicKey/rawBytes").binaryValue())
                .isEqualTo(signed.signer().encoded());
        assertThat(verifier.has("x509Certificate")).isFalse();
    }

    @Test
    void a_plain_ed25519_signature_is_refused_before_anything_is_sent() throws Exception {
        Signed signed = artifact(pair("Ed25519", ""), "Ed25519");

        assertThatThrownBy(() -> log.requireFits(signed))
                .isInstanceOfSatisfying(
                        SigningException.class, e -> assertThat(e.kind()).isEqualTo(SigningException.Kind.USAGE))
                .hasMessageContaining("Ed25519ph")
                .hasMessageContaining("ECDSA or RSA");
        assertThat(sigstore.front().getAllServeEvents()).isEmpty();
    }

    @Test
    void an_rsa_key_of_an_unusual_size_is_refused_before_anything_is_sent() throws Exception {
        Signed signed = artifact(pair("RSA", "2560"), "SHA256withRSA");

        assertThatThrownBy(() -> log.requireFits(signed)).hasMessageContaining("2048, 3072 and 4096 bits");
        assertThat(sigstore.front().getAllServeEvents()).isEmpty();
    }

    @Test
    void a_digest_of_another_hash_is_refused_before_anything_is_sent() throws Exception {
        Signed known = artifact(pair("EC", "secp384r1"), "SHA384withECDSA");
        Message message = Message.ofDigest(HashAlgorithm.SHA256, new byte[32]);
        var signed = new Signed(message, known.signature(), known.signer(), Optional.empty());

        assertThatThrownBy(() -> log.requireFits(signed)).hasMessageContaining("SHA384");
        assertThat(sigstore.front().getAllServeEvents()).isEmpty();
    }

    @Test
    void an_entry_is_written_anew_without_time_and_promise() throws Exception {
        answer(201, entry());

        ObjectNode entry = log.add(artifact());

        assertThat(Statements.text(StrictJson.write(entry)))
                .isEqualTo("{\"canonicalizedBody\":\"" + body("hashedrekord", "0.0.2")
                        + "\",\"inclusionProof\":{\"checkpoint\":{\"envelope\":\"note\"},\"hashes\":[\"" + base64(HASH)
                        + "\"],\"logIndex\":\"7\",\"rootHash\":\"" + base64(HASH) + "\",\"treeSize\":\"9\"},"
                        + "\"kindVersion\":{\"kind\":\"hashedrekord\",\"version\":\"0.0.2\"},"
                        + "\"logId\":{\"keyId\":\"" + base64(HASH) + "\"},\"logIndex\":\"7\"}");
    }

    @Test
    void the_first_entry_may_lack_its_index() throws Exception {
        answer(201, entry().replace("\"logIndex\":\"7\",", ""));

        assertThat(log.add(artifact()).path("logIndex").textValue()).isEqualTo("0");
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(
            quoteCharacter = '~',
            value = {
                "\"logIndex\":\"7\",\"logId\" ; \"logIndex\":\"8\",\"logId\" ; inclusionProof.logIndex",
                "\"logIndex\":\"7\",\"logId\" ; \"logIndex\":\"-7\",\"logId\" ; logIndex",
                "\"logIndex\":\"7\",\"logId\" ; \"logIndex\":7.5,\"logId\" ; logIndex",
                "\"logIndex\":\"7\",\"logId\" ; \"logIndex\":\"07\",\"logId\" ; logIndex",
                "\"logIndex\":\"7\",\"logId\" ; \"logIndex\":\"9999999999999999999\",\"logId\" ; logIndex",
                "\"logId\":{\"keyId\":\" ; \"logId\":{\"keyId\":\"AAAA ; keyId",
                "\"logId\" ; \"log\" ; logId",
                "\"kind\":\"hashedrekord\" ; \"kind\":\"dsse\" ; kindVersion.kind",
                "\"version\":\"0.0.2\" ; \"version\":\"0.0.1\" ; kindVersion.version",
                "\"kindVersion\" ; \"kinds\" ; kindVersion",
                "\"treeSize\":\"9\" ; \"treeSize\":\"7\" ; treeSize",
                "\"treeSize\":\"9\" ; \"size\":\"9\" ; treeSize",
                "\"rootHash\":\" ; \"rootHash\":\"AAAA ; rootHash",
                "\"rootHash\" ; \"root\" ; rootHash",
                "\"hashes\":[\" ; \"hashes\":[\"AAAA ; hashes",
                "\"hashes\":[\" ; \"hashes\":[1,\" ; hashes",
                "\"envelope\":\"note\" ; \"envelope\":1 ; envelope",
                "\"checkpoint\" ; \"check\" ; checkpoint",
                "\"inclusionProof\" ; \"proof\" ; inclusionProof",
                "\"canonicalizedBody\":\" ; \"canonicalizedBody\":\"!! ; canonicalizedBody",
                "\"canonicalizedBody\":\" ; \"canonicalizedBody\":\"AAAA ; canonicalizedBody"
            },
            delimiter = ';')
    void an_entry_that_is_not_one_is_an_error(String from, String to, String place) throws Exception {
        assertThat(entry()).contains(from);
        answer(201, entry().replace(from, to));
        Signed signed = artifact();

        assertThatThrownBy(() -> log.add(signed))
                .isInstanceOf(SigningException.class)
                .hasMessageContaining("answered nonsense: ")
                .hasMessageContaining(place);
    }

    @Test
    void an_entry_of_another_kind_inside_is_an_error() throws Exception {
        Signed signed = artifact();
        answer(201, entry().replace(body("hashedrekord", "0.0.2"), body("hashedrekord", "0.0.1")));
        assertThatThrownBy(() -> log.add(signed)).hasMessageContaining("canonicalizedBody.apiVersion");

        answer(201, entry().replace(body("hashedrekord", "0.0.2"), body("dsse", "0.0.2")));
        assertThatThrownBy(() -> log.add(signed)).hasMessageContaining("canonicalizedBody.kind");
    }

    @Test
    void an_endless_proof_is_an_error() throws Exception {
        answer(201, entry().replace("\"hashes\":[", "\"hashes\":[" + ("\"" + base64(HASH) + "\",").repeat(64)));
        Signed signed = artifact();

        assertThatThrownBy(() -> log.add(signed)).hasMessageContaining("at most 64");
    }

    @Test
    void a_frozen_log_says_what_to_do() throws Exception {
        answer(405, "This log has been frozen, please switch to the latest log.\n");
        Signed signed = artifact();

        assertThatThrownBy(() -> log.add(signed))
                .hasMessageContaining("takes no more entries")
                .hasMessageContaining("newer signing config");
        assertThat(sigstore.requests(FrontedSigstore.ENTRIES_V2)).isEqualTo(1);
    }

    @Test
    void an_entry_that_is_there_already_is_not_handed_out() throws Exception {
        Signed signed = artifact();
        log.add(signed);

        assertThatThrownBy(() -> log.add(signed))
                .isInstanceOfSatisfying(
                        SigningException.class, e -> assertThat(e.kind()).isEqualTo(SigningException.Kind.WORLD))
                .hasMessageMatching(".* has this signature already, entry \\d+, and .*");
        assertThat(sigstore.requests(FrontedSigstore.ENTRIES_V2)).isEqualTo(2);
    }

    private static JsonNode sent() throws Exception {
        return StrictJson.parse(
                sigstore.front().getAllServeEvents().get(0).getRequest().getBody());
    }

    private static String entry() {
        return "{\"logIndex\":\"7\",\"logId\":{\"keyId\":\"" + base64(HASH)
                + "\"},\"kindVersion\":{\"kind\":\"hashedrekord\",\"version\":\"0.0.2\"},\"integratedTime\":\"1700000000\","
                + "\"inclusionPromise\":{\"signedEntryTimestamp\":\"AQI=\"},\"inclusionProof\":{\"logIndex\":\"7\","
                + "\"rootHash\":\"" + base64(HASH) + "\",\"treeSize\":\"9\",\"hashes\":[\"" + base64(HASH)
                + "\"],\"checkpoint\":{\"envelope\":\"note\"}},\"canonicalizedBody\":\""
                + body("hashedrekord", "0.0.2") + "\"}";
    }

    private static String body(String kind, String version) {
        return Base64.getEncoder()
                .encodeToString(("{\"apiVersion\":\"" + version + "\",\"kind\":\"" + kind + "\"}").getBytes(UTF_8));
    }

    private static String base64(String hex) {
        return Base64.getEncoder().encodeToString(HexFormat.of().parseHex(hex));
    }

    private static Signed artifact() throws Exception {
        return artifact(pair("EC", "secp256r1"), "SHA256withECDSA");
    }

    private static Signed artifact(KeyPair pair, String algorithm) throws Exception {
        byte[] artifact = "artifact".getBytes(UTF_8);
        Signature signature = Signature.getInstance(algorithm);
        signature.initSign(pair.getPrivate());
        signature.update(artifact);
        VerificationKey key = VerificationKey.parse(pair.getPublic().getEncoded());
        return new Signed(Message.of(artifact), signature.sign(), Signed.Signer.of(key), Optional.empty());
    }

    private static KeyPair pair(String type, String size) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(type);
        if (type.equals("EC")) {
            generator.initialize(new ECGenParameterSpec(size));
        } else if (type.equals("RSA")) {
            generator.initialize(Integer.parseInt(size));
        }
        return generator.generateKeyPair();
    }

    private static void answer(int status, String body) {
        sigstore.answer(
                FrontedSigstore.ENTRIES_V2,
                aResponse()
                        .withStatus(status)
                        .withHeader("Content-Type", "application/json")
                        .withBody(body));
    }
}
