package dev.attest.signing.rekor;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
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
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RekorV1Test {
    private static final String HASH = "ab".repeat(32);

    @TempDir
    private static Path folder;

    private static FrontedSigstore sigstore;

    private RekorV1 log;
    private Envelope envelope;
    private Signed.Signer signer;
    private Signed signed;

    @BeforeAll
    static void open() throws Exception {
        sigstore = new FrontedSigstore(folder.resolve("sigstore"));
    }

    @AfterAll
    static void close() throws Exception {
        sigstore.close();
    }

    @BeforeEach
    void start() throws Exception {
        sigstore.reset();
        URI base = URI.create(sigstore.front().baseUrl());
        log = new RekorV1(sigstore.client(), base, RekorV1.DEFAULT_MAX_PAYLOAD_BYTES);
        EphemeralKey key = EphemeralKey.generate(new SecureRandom());
        X509Certificate certificate =
                new FulcioClient(sigstore.client(), base).certify(sigstore.token(), key, Instant.now());
        byte[] statement = Statements.saying("one");
        Message message = Message.of(Envelope.pae(Statement.PAYLOAD_TYPE, statement));
        envelope = new Envelope(Statement.PAYLOAD_TYPE, statement, key.sign(message), "");
        signer = Signed.Signer.of(Certificate.parse(certificate.getEncoded()));
        signed = new Signed(message, envelope.signature(), signer, Optional.of(envelope));
    }

    @Test
    void an_entry_is_proposed_as_a_whole_envelope_with_its_certificate() throws Exception {
        log.add(signed);

        JsonNode proposed = StrictJson.parse(
                sigstore.front().getAllServeEvents().get(0).getRequest().getBody());
        assertThat(proposed.path("kind").textValue()).isEqualTo("dsse");
        assertThat(proposed.path("apiVersion").textValue()).isEqualTo("0.0.1");
        JsonNode content = proposed.at("/spec/proposedContent");
        assertThat(StrictJson.parse(
                        content.path("envelope").textValue().getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                .isEqualTo(envelope.json());
        assertThat(Statements.text(content.path("verifiers").get(0).binaryValue()))
                .startsWith("-----BEGIN CERTIFICATE-----\n")
                .endsWith("\n-----END CERTIFICATE-----\n");
    }

    @Test
    void an_entry_that_is_there_already_is_fetched() throws Exception {
        ObjectNode first = log.add(signed);

        ObjectNode second = log.add(signed);

        assertThat(second.path("logIndex")).isEqualTo(first.path("logIndex"));
        assertThat(second.path("canonicalizedBody")).isEqualTo(first.path("canonicalizedBody"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/api/v1/log/entries/",
                "/api/v1/log/entries/xyz",
                "/api/v1/log/entries/../../../token",
                "https://elsewhere.example/api/v1/log/entries/HASH",
                "http://localhost:1/api/v1/log/entries/HASH",
                "//elsewhere.example/other/HASH",
                "/api/v1/log/entries/HASH?x=y"
            })
    void an_entry_elsewhere_is_not_looked_for(String location) {
        conflict(location.replace("HASH", HASH));

        assertThatThrownBy(() -> log.add(signed)).hasMessageEndingWith("does not say where");
        assertThat(sigstore.requests("/api/v1/log/entries")).isEqualTo(1);
    }

    @Test
    void only_the_name_of_an_existing_entry_is_followed() {
        conflict("//elsewhere.example/api/v1/log/entries/" + HASH);

        assertThatThrownBy(() -> log.add(signed)).hasMessageContaining("answered 404");
        assertThat(sigstore.requests("/api/v1/log/entries/" + HASH)).isEqualTo(1);
    }

    @Test
    void an_existing_entry_may_be_named_by_its_full_address() {
        conflict(sigstore.front().baseUrl() + "/api/v1/log/entries/" + HASH);

        assertThatThrownBy(() -> log.add(signed)).hasMessageContaining("answered 404");
        assertThat(sigstore.requests("/api/v1/log/entries/" + HASH)).isEqualTo(1);
    }

    @Test
    void a_later_index_of_the_tree_is_kept_apart_from_the_index_of_the_log() throws Exception {
        answer(entry());

        ObjectNode entry = log.add(signed);

        assertThat(Statements.text(StrictJson.write(entry)))
                .isEqualTo("{\"canonicalizedBody\":\"" + body()
                        + "\",\"inclusionPromise\":{\"signedEntryTimestamp\":\"AQI=\"},"
                        + "\"inclusionProof\":{\"checkpoint\":{\"envelope\":\"note\"},\"hashes\":[\"" + base64(HASH)
                        + "\"],\"logIndex\":\"7\",\"rootHash\":\"" + base64(HASH) + "\",\"treeSize\":\"9\"},"
                        + "\"integratedTime\":\"1700000000\",\"kindVersion\":{\"kind\":\"dsse\",\"version\":\"0.0.1\"},"
                        + "\"logId\":{\"keyId\":\"" + base64(HASH) + "\"},\"logIndex\":\"107\"}");
    }

    @Test
    void a_promise_may_be_absent() throws Exception {
        answer(entry().replace(",\"signedEntryTimestamp\":\"AQI=\"", ""));

        assertThat(log.add(signed).has("inclusionPromise")).isFalse();
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(
            quoteCharacter = '~',
            value = {
                "\"logIndex\":107 ; \"logIndex\":\"107\" ; logIndex",
                "\"logIndex\":107 ; \"logIndex\":-1 ; logIndex",
                "\"logIndex\":107 ; \"logIndex\":1.5 ; logIndex",
                "\"integratedTime\":1700000000 ; \"integratedTime\":null ; integratedTime",
                "\"logID\":\"ab ; \"logID\":\"zz ; logID",
                "\"logID\":\"ab ; \"logID\":\" ; logID",
                "\"body\":\" ; \"body\":\"!! ; body",
                "\"body\":\" ; \"body\":\"AAAA ; answer.body",
                "\"treeSize\":9 ; \"size\":9 ; treeSize",
                "\"rootHash\":\"ab ; \"rootHash\":\"AG ; rootHash",
                "\"hashes\":[\"ab ; \"hashes\":[\"a ; hashes",
                "\"checkpoint\":\"note\" ; \"checkpoint\":1 ; checkpoint",
                "\"inclusionProof\":{ ; \"other\":{ ; inclusionProof",
                "\"verification\":{ ; \"other\":{ ; verification",
                "{\"u\": ; {\"v\":{},\"u\": ; exactly one"
            },
            delimiter = ';')
    void an_entry_that_is_not_one_is_an_error(String from, String to, String place) {
        assertThat(entry()).contains(from);
        answer(entry().replace(from, to));

        assertThatThrownBy(() -> log.add(signed))
                .isInstanceOf(SigningException.class)
                .hasMessageContaining("answered nonsense: ")
                .hasMessageContaining(place);
    }

    @Test
    void an_endless_proof_is_an_error() {
        answer(entry().replace("\"hashes\":[", "\"hashes\":[" + ("\"" + HASH + "\",").repeat(64)));

        assertThatThrownBy(() -> log.add(signed)).hasMessageContaining("at most 64");
    }

    @Test
    void an_artifact_signed_by_ed25519_is_refused_before_anything_is_sent() throws Exception {
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        Signed.Signer bare =
                Signed.Signer.of(VerificationKey.parse(pair.getPublic().getEncoded()));
        int before = sigstore.front().getAllServeEvents().size();
        var artifact = new Signed(Message.of(new byte[1]), new byte[64], bare, Optional.empty());

        assertThatThrownBy(() -> log.requireFits(artifact))
                .hasMessageContaining("an Ed25519 key cannot sign an artifact");
        assertThat(sigstore.front().getAllServeEvents()).hasSize(before);
        log.requireFits(new Signed(Message.of(new byte[1]), new byte[64], bare, Optional.of(envelope)));
    }

    private static String entry() {
        return "{\"u\":{\"logIndex\":107,\"integratedTime\":1700000000,\"logID\":\"" + HASH + "\",\"body\":\"" + body()
                + "\",\"verification\":{\"inclusionProof\":{\"logIndex\":7,\"treeSize\":9,\"rootHash\":\"" + HASH
                + "\",\"hashes\":[\"" + HASH + "\"],\"checkpoint\":\"note\"},\"signedEntryTimestamp\":\"AQI=\"}}}";
    }

    private static String body() {
        return Base64.getEncoder()
                .encodeToString("{\"apiVersion\":\"0.0.1\",\"kind\":\"dsse\"}"
                        .getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    }

    private static String base64(String hex) {
        return Base64.getEncoder().encodeToString(java.util.HexFormat.of().parseHex(hex));
    }

    private void answer(String body) {
        sigstore.answer(
                FrontedSigstore.ENTRIES,
                aResponse()
                        .withStatus(201)
                        .withHeader("Content-Type", "application/json")
                        .withBody(body));
    }

    private void conflict(String location) {
        sigstore.front()
                .stubFor(post(urlPathEqualTo(FrontedSigstore.ENTRIES))
                        .atPriority(1)
                        .willReturn(aResponse().withStatus(409).withHeader("Location", location)));
    }
}
