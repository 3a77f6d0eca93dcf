package dev.attest.signing;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static dev.attest.signing.FrontedSigstore.CERTIFICATES;
import static dev.attest.signing.FrontedSigstore.ENTRIES;
import static dev.attest.signing.FrontedSigstore.TIMESTAMPS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.attest.intoto.Envelope;
import dev.attest.json.JsonObject;
import dev.attest.json.StrictJson;
import dev.attest.signing.config.SigningConfig;
import dev.attest.signing.service.SigningException;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeylessSignerTest {
    @TempDir
    private Path folder;

    private FrontedSigstore sigstore;

    @BeforeEach
    void start() throws Exception {
        sigstore = new FrontedSigstore(folder.resolve("sigstore"));
    }

    @AfterEach
    void stop() throws Exception {
        sigstore.close();
    }

    @Test
    void three_statements_need_one_certificate_and_three_timestamps_and_entries() throws Exception {
        SigningSession session = sigstore.signer().open(sigstore.token());
        List<byte[]> statements =
                List.of(Statements.saying("one"), Statements.saying("two"), Statements.saying("three"));

        List<Verified> bundles = session.sign(statements);

        assertThat(sigstore.requests(CERTIFICATES)).isEqualTo(1);
        assertThat(sigstore.requests(TIMESTAMPS)).isEqualTo(3);
        assertThat(sigstore.requests(ENTRIES)).isEqualTo(3);
        assertThat(sigstore.front().getAllServeEvents()).hasSize(7);
        assertThat(bundles).hasSize(3);
        for (int i = 0; i < 3; i++) {
            assertThat(bundles.get(i).payload()).isEqualTo(statements.get(i));
        }
    }

    @Test
    void a_session_signs_again_with_the_same_certificate() throws Exception {
        SigningSession session = sigstore.signer().open(sigstore.token());
        JsonNode first = json(
                session.sign(List.of(Statements.saying("one"))).get(0).bundle().bytes());
        JsonNode second = json(
                session.sign(List.of(Statements.saying("two"))).get(0).bundle().bytes());

        assertThat(first.at("/verificationMaterial/certificate"))
                .isEqualTo(second.at("/verificationMaterial/certificate"));
        assertThat(sigstore.requests(CERTIFICATES)).isEqualTo(1);
    }

    @Test
    void a_bundle_has_the_shape_that_others_write() throws Exception {
        byte[] bundle = sigstore.signer()
                .open(sigstore.token())
                .sign(List.of(Statements.saying("one")))
                .get(0)
                .bundle()
                .bytes();

        JsonNode json = json(bundle);
        assertThat(names(json)).containsExactly("dsseEnvelope", "mediaType", "verificationMaterial");
        assertThat(json.path("mediaType").textValue()).isEqualTo("application/vnd.dev.sigstore.bundle.v0.3+json");
        JsonNode material = json.path("verificationMaterial");
        assertThat(names(material)).containsExactly("certificate", "timestampVerificationData", "tlogEntries");
        assertThat(names(material.path("certificate"))).containsExactly("rawBytes");
        assertThat(material.path("tlogEntries")).hasSize(1);
        JsonNode entry = material.at("/tlogEntries/0");
        assertThat(names(entry))
                .containsExactly(
                        "canonicalizedBody",
                        "inclusionPromise",
                        "inclusionProof",
                        "integratedTime",
                        "kindVersion",
                        "logId",
                        "logIndex");
        assertThat(entry.at("/kindVersion/kind").textValue()).isEqualTo("dsse");
        assertThat(entry.at("/kindVersion/version").textValue()).isEqualTo("0.0.1");
        for (String number :
                List.of("/logIndex", "/integratedTime", "/inclusionProof/logIndex", "/inclusionProof/treeSize")) {
            assertThat(entry.at(number).textValue()).as(number).matches("\\d+");
        }
        assertThat(entry.at("/inclusionProof/rootHash").binaryValue()).hasSize(32);
        assertThat(entry.at("/logId/keyId").binaryValue()).hasSize(32);
        assertThat(entry.at("/inclusionProof/checkpoint/envelope").textValue()).contains("\u2014 ");
        assertThat(material.at("/timestampVerificationData/rfc3161Timestamps/0/signedTimestamp")
                        .binaryValue())
                .startsWith(0x30, 0x82);
        assertThat(names(json.at("/dsseEnvelope/signatures/0"))).containsExactly("sig");
        assertThat(StrictJson.write(json)).isEqualTo(bundle);
    }

    @Test
    void a_statement_beyond_ascii_is_signed_by_its_bytes() throws Exception {
        SigningSession session = sigstore.signer().open(sigstore.token());
        byte[] statement = Statements.saying("Grüße, 世界 \uD83D\uDE80");

        byte[] bundle = session.sign(List.of(statement)).get(0).bundle().bytes();
        Envelope envelope = envelope(bundle);

        assertThat(envelope.payload()).isEqualTo(statement);
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initVerify(certificate(bundle));
        signature.update(("DSSEv1 28 application/vnd.in-toto+json " + statement.length + " ")
                .getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        signature.update(statement);
        assertThat(signature.verify(envelope.signature())).isTrue();
    }

    @Test
    void the_certificate_names_the_holder_of_the_token() throws Exception {
        SigningSession session = sigstore.signer().open(sigstore.token());

        CertificateClaims signer =
                session.sign(List.of(Statements.saying("one"))).get(0).signer();

        assertThat(session.who()).isEqualTo("developer@local.attest.invalid");
        assertThat(session.ourselves()).hasToString("developer@local.attest.invalid (https://local.attest.invalid)");
        assertThat(signer.subject()).isEqualTo("developer@local.attest.invalid");
        assertThat(signer.issuer()).isEqualTo("https://local.attest.invalid");
    }

    @Test
    void questions_are_asked_at_the_same_time() throws Exception {
        // Both questions of both statements have to be under way together, or the barrier breaks.
        var barrier = new CyclicBarrier(4);
        Executor meeting = task -> new Thread(() -> {
                    try {
                        barrier.await(10, TimeUnit.SECONDS);
                        task.run();
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                })
                .start();
        SigningSession session =
                sigstore.signer(services(sigstore.config(), meeting)).open(sigstore.token());

        assertThat(session.sign(List.of(Statements.saying("one"), Statements.saying("two"))))
                .hasSize(2);
    }

    @Test
    void one_thread_is_enough() throws Exception {
        SigningSession session =
                sigstore.signer(services(sigstore.config(), Runnable::run)).open(sigstore.token());

        assertThat(session.sign(List.of(Statements.saying("one"), Statements.saying("two"))))
                .hasSize(2);
    }

    @Test
    void nothing_to_sign_asks_nobody() throws Exception {
        SigningSession session = sigstore.signer().open(sigstore.token());

        assertThat(session.sign(List.of())).isEmpty();
        assertThat(sigstore.front().getAllServeEvents()).hasSize(1);
    }

    @Test
    void several_timestamp_authorities_are_all_asked() throws Exception {
        SigningSession session = sigstore.signer(services(twice("tsaUrls", "tsaConfig"), Runnable::run))
                .open(sigstore.token());

        Verified verified = session.sign(List.of(Statements.saying("one"))).get(0);

        assertThat(json(verified.bundle().bytes())
                        .at("/verificationMaterial/timestampVerificationData/rfc3161Timestamps"))
                .hasSize(2);
        assertThat(sigstore.requests(TIMESTAMPS)).isEqualTo(2);
    }

    @Test
    void several_logs_are_all_asked_and_one_log_does_not_count_twice() throws Exception {
        SigningSession session = sigstore.signer(services(twice("rekorTlogUrls", "rekorTlogConfig"), Runnable::run))
                .open(sigstore.token());

        assertThatThrownBy(() -> session.sign(List.of(Statements.saying("one"))))
                .hasMessageContaining("tlogEntries: expected no entry twice");
        // The second time the log answers that it has the entry, which is then fetched.
        assertThat(sigstore.requests(ENTRIES)).isEqualTo(3);
    }

    @Test
    void what_is_no_statement_is_refused_before_anything_is_sent() throws Exception {
        SigningSession session = sigstore.signer().open(sigstore.token());
        byte[] twice = "{\"_type\":\"x\",\"_type\":\"y\"}".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

        assertThatThrownBy(() -> session.sign(List.of(Statements.saying("one"), twice)))
                .isInstanceOf(SigningException.class)
                .hasMessageStartingWith("statement 2 is not one: ");
        assertThat(sigstore.front().getAllServeEvents()).hasSize(1);
    }

    @Test
    void a_statement_that_the_log_would_not_take_is_refused_before_anything_is_sent() throws Exception {
        SigningServices usual = sigstore.services();
        byte[] large = Statements.saying("x".repeat(1000));
        var services = new SigningServices(
                usual.config(), usual.client(), usual.executor(), large.length - 1, usual.visibility());
        SigningSession session = sigstore.signer(services).open(sigstore.token());

        assertThatThrownBy(() -> session.sign(List.of(Statements.saying("one"), large)))
                .isInstanceOfSatisfying(
                        SigningException.class, e -> assertThat(e.kind()).isEqualTo(SigningException.Kind.REFUSED))
                .hasMessageContaining(large.length + " bytes")
                .hasMessageContaining("maxLogBytes")
                .hasMessageContaining("Rekor v2");
        assertThat(sigstore.front().getAllServeEvents()).hasSize(1);

        var enough =
                new SigningServices(usual.config(), usual.client(), usual.executor(), large.length, usual.visibility());
        assertThat(sigstore.signer(enough).open(sigstore.token()).sign(List.of(large)))
                .hasSize(1);
    }

    @Test
    void an_expired_token_is_not_sent() throws Exception {
        var signer = new KeylessSigner(
                sigstore.services(),
                sigstore.verifier(),
                Clock.offset(Clock.systemUTC(), Duration.ofMinutes(11)),
                new SecureRandom());

        assertThatThrownBy(() -> signer.open(sigstore.token()))
                .isInstanceOfSatisfying(
                        SigningException.class, e -> assertThat(e.kind()).isEqualTo(SigningException.Kind.REFUSED))
                .hasMessageContaining("expired");
        assertThat(sigstore.front().getAllServeEvents()).isEmpty();
    }

    @Test
    void a_certificate_that_does_not_verify_is_shown_to_no_log() throws Exception {
        try (var another = new FrontedSigstore(folder.resolve("another"))) {
            var signer =
                    new KeylessSigner(sigstore.services(), another.verifier(), Clock.systemUTC(), new SecureRandom());

            assertThatThrownBy(() -> signer.open(sigstore.token()))
                    .isInstanceOf(SigningException.class)
                    .hasMessageStartingWith("the certificate does not verify, and nothing was signed: ");
        }
        assertThat(sigstore.requests(ENTRIES)).isZero();
    }

    @Test
    void an_entry_of_another_statement_is_not_handed_out() throws Exception {
        sigstore.signer().open(sigstore.token()).sign(List.of(Statements.saying("other")));
        String entry = sigstore.front().getAllServeEvents().stream()
                .filter(event -> event.getRequest().getUrl().equals(ENTRIES))
                .findFirst()
                .orElseThrow()
                .getResponse()
                .getBodyAsString();
        sigstore.answer(
                ENTRIES,
                aResponse()
                        .withStatus(201)
                        .withHeader("Content-Type", "application/json")
                        .withBody(entry));
        SigningSession session = sigstore.signer().open(sigstore.token());

        assertThatThrownBy(() -> session.sign(List.of(Statements.saying("one"))))
                .isInstanceOf(SigningException.class)
                .hasMessageContaining("does not verify (statement 1): ")
                .hasMessageContaining("entry");
    }

    @Test
    void an_interrupted_signer_hands_nothing_out() throws Exception {
        var never = new CountDownLatch(1);
        SigningSession session = sigstore.signer(services(sigstore.config(), task -> never.countDown()))
                .open(sigstore.token());
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> session.sign(List.of(Statements.saying("one"))))
                .isInstanceOf(SigningException.class)
                .hasMessageContaining("interrupted");
        assertThat(Thread.interrupted()).isTrue();
    }

    /** The signing config with the one service of a list named again, as that of another operator, and both wanted. */
    private byte[] twice(String list, String selector) throws Exception {
        JsonNode config = json(sigstore.config());
        ObjectNode other = config.path(list).get(0).deepCopy();
        ((ArrayNode) config.path(list)).add(other.put("operator", "another.example"));
        ((ObjectNode) config.path(selector)).put("selector", "EXACT").put("count", 2);
        return StrictJson.write(config);
    }

    private SigningServices services(byte[] config, Executor executor) throws SigningException {
        return SigningServices.of(SigningConfig.parse(config), sigstore.client(), executor);
    }

    private static JsonNode json(byte[] text) throws Exception {
        return StrictJson.parse(text);
    }

    private static X509Certificate certificate(byte[] bundle) throws Exception {
        byte[] der =
                json(bundle).at("/verificationMaterial/certificate/rawBytes").binaryValue();
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
    }

    private static Envelope envelope(byte[] bundle) throws Exception {
        return Envelope.read(JsonObject.of(json(bundle).path("dsseEnvelope"), "dsseEnvelope"));
    }

    private static List<String> names(JsonNode json) {
        var names = new ArrayList<String>();
        json.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
