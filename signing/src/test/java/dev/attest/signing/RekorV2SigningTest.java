package dev.attest.signing;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static dev.attest.signing.FrontedSigstore.CERTIFICATES;
import static dev.attest.signing.FrontedSigstore.ENTRIES;
import static dev.attest.signing.FrontedSigstore.ENTRIES_V2;
import static dev.attest.signing.FrontedSigstore.TIMESTAMPS;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.attest.json.StrictJson;
import dev.attest.signing.config.RekorVersion;
import dev.attest.signing.config.SigningConfig;
import dev.attest.signing.key.EphemeralKey;
import dev.attest.signing.key.HashAlgorithm;
import dev.attest.signing.key.Message;
import dev.attest.signing.service.SigningException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Signing with a log that takes digests and tells no time. */
class RekorV2SigningTest {
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
        List<byte[]> statements =
                List.of(Statements.saying("one"), Statements.saying("two"), Statements.saying("three"));

        List<Verified> bundles = session(services()).sign(statements);

        assertThat(sigstore.requests(CERTIFICATES)).isEqualTo(1);
        assertThat(sigstore.requests(TIMESTAMPS)).isEqualTo(3);
        assertThat(sigstore.requests(ENTRIES_V2)).isEqualTo(3);
        assertThat(sigstore.front().getAllServeEvents()).hasSize(7);
        for (int i = 0; i < 3; i++) {
            assertThat(bundles.get(i).payload()).isEqualTo(statements.get(i));
            assertThat(bundles.get(i).times())
                    .extracting(VerifiedTime::source)
                    .containsExactly(VerifiedTime.Source.TIMESTAMP_AUTHORITY);
        }
    }

    @Test
    void entries_and_timestamps_are_asked_for_at_once() throws Exception {
        var together = new CyclicBarrier(4);
        var waited = new AtomicInteger();
        SigningServices usual = services();
        var services = new SigningServices(
                usual.config(),
                usual.client(),
                task -> usual.executor().execute(() -> {
                    try {
                        together.await(10, TimeUnit.SECONDS);
                        waited.incrementAndGet();
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                    task.run();
                }),
                usual.maxLogBytes(),
                usual.visibility());

        session(services).sign(List.of(Statements.saying("one"), Statements.saying("two")));

        assertThat(waited).hasValue(4);
    }

    @Test
    void a_bundle_has_the_shape_that_others_write() throws Exception {
        byte[] bundle = session(services())
                .sign(List.of(Statements.saying("one")))
                .get(0)
                .bundle()
                .bytes();

        JsonNode entry = StrictJson.parse(bundle).at("/verificationMaterial/tlogEntries/0");
        assertThat(entry.fieldNames())
                .toIterable()
                .containsExactly("canonicalizedBody", "inclusionProof", "kindVersion", "logId", "logIndex");
        assertThat(entry.path("kindVersion").toString()).isEqualTo("{\"kind\":\"hashedrekord\",\"version\":\"0.0.2\"}");
        assertThat(entry.at("/inclusionProof").fieldNames())
                .toIterable()
                .containsExactly("checkpoint", "hashes", "logIndex", "rootHash", "treeSize");
    }

    @Test
    void an_artifact_is_signed_too() throws Exception {
        Message artifact = Message.ofDigest(HashAlgorithm.SHA256, HashAlgorithm.SHA256.hash("blob".getBytes(UTF_8)));

        Verified verified = session(services()).signArtifact(artifact);

        assertThat(verified.bundle().messageSignature()).isPresent();
        assertThat(sigstore.requests(ENTRIES_V2)).isEqualTo(1);
    }

    @Test
    void a_kept_key_is_logged_by_itself() throws Exception {
        var key = EphemeralKey.generate(new SecureRandom());
        SigningSession session = new ManagedKeySigner(key, sigstore.verifier(), Clock.systemUTC())
                .open(Optional.of(services()), new SecureRandom());

        assertThat(session.sign(List.of(Statements.saying("one")))).hasSize(1);
        assertThat(sigstore.requests(ENTRIES_V2)).isEqualTo(1);
        assertThat(sigstore.requests(TIMESTAMPS)).isEqualTo(1);
    }

    @Test
    void only_the_hint_names_a_kept_key() throws Exception {
        var key = EphemeralKey.generate(new SecureRandom());
        SigningSession session = new ManagedKeySigner(key, sigstore.verifier(), Clock.systemUTC())
                .open(Optional.of(services()), new SecureRandom());

        JsonNode bundle = StrictJson.parse(
                session.sign(List.of(Statements.saying("one"))).get(0).bundle().bytes());

        assertThat(bundle.at("/verificationMaterial/publicKey/hint").asText()).isNotEmpty();
        assertThat(bundle.at("/dsseEnvelope/signatures/0").fieldNames())
                .toIterable()
                .containsExactly("sig");
    }

    @Test
    void no_statement_is_too_large_for_a_log_of_digests() throws Exception {
        SigningServices usual = services();
        var services = new SigningServices(usual.config(), usual.client(), usual.executor(), 10, usual.visibility());

        assertThat(session(services).sign(List.of(Statements.saying("one")))).hasSize(1);
        assertThatThrownBy(() -> session(services.preferring(RekorVersion.V1)).sign(List.of(Statements.saying("one"))))
                .hasMessageContaining("Rekor v2");
    }

    @Test
    void the_first_log_may_be_preferred() throws Exception {
        assertThat(session(services().preferring(null)).sign(List.of(Statements.saying("one"))))
                .hasSize(1);
        assertThat(sigstore.requests(ENTRIES)).isZero();

        session(services().preferring(RekorVersion.V1)).sign(List.of(Statements.saying("one")));

        assertThat(sigstore.requests(ENTRIES)).isEqualTo(1);
        assertThat(sigstore.requests(ENTRIES_V2)).isEqualTo(1);
        SigningServices first = sigstore.services();
        assertThatThrownBy(() -> first.preferring(RekorVersion.V2))
                .isInstanceOf(SigningException.class)
                .hasMessageContaining("no log (rekorTlogUrls) of Rekor version 2");
    }

    @Test
    void without_timestamps_nothing_is_sent() throws Exception {
        ObjectNode config = (ObjectNode) StrictJson.parse(sigstore.config(RekorVersion.V2));
        config.remove(List.of("tsaUrls", "tsaConfig"));
        SigningServices usual = services();
        var services =
                SigningServices.of(SigningConfig.parse(StrictJson.write(config)), usual.client(), usual.executor());

        assertThatThrownBy(() -> session(services))
                .isInstanceOf(SigningException.class)
                .hasMessageContaining("tells no time");
        assertThat(sigstore.front().getAllServeEvents()).isEmpty();
    }

    @Test
    void an_entry_of_another_signature_is_not_handed_out() throws Exception {
        session(services()).sign(List.of(Statements.saying("one")));
        answer(logged());

        assertThatThrownBy(() -> session(services()).sign(List.of(Statements.saying("one"))))
                .isInstanceOf(SigningException.class)
                .hasMessageStartingWith("what was signed does not verify (statement 1): ")
                .hasMessageContaining("entry");
    }

    @Test
    void an_entry_of_an_unknown_log_is_not_handed_out() throws Exception {
        var key = EphemeralKey.generate(new SecureRandom());
        SigningSession session = new ManagedKeySigner(key, sigstore.verifier(), Clock.systemUTC())
                .open(Optional.of(services()), new SecureRandom());
        session.sign(List.of(Statements.saying("one")));
        ObjectNode entry = (ObjectNode) StrictJson.parse(logged().getBytes(UTF_8));
        byte[] id = entry.at("/logId/keyId").binaryValue();
        id[0] ^= 1;
        ((ObjectNode) entry.path("logId")).put("keyId", Base64.getEncoder().encodeToString(id));
        answer(Statements.text(StrictJson.write(entry)));

        assertThatThrownBy(() -> session.sign(List.of(Statements.saying("one"))))
                .isInstanceOf(SigningException.class)
                .hasMessageStartingWith("what was signed does not verify (statement 1): ");
    }

    private SigningServices services() throws SigningException {
        return sigstore.services(RekorVersion.V2);
    }

    private SigningSession session(SigningServices services) throws SigningException {
        return sigstore.signer(services).open(sigstore.token());
    }

    private String logged() {
        return sigstore.front().getAllServeEvents().stream()
                .filter(event -> event.getRequest().getUrl().equals(ENTRIES_V2))
                .findFirst()
                .orElseThrow()
                .getResponse()
                .getBodyAsString();
    }

    private void answer(String body) {
        sigstore.answer(
                ENTRIES_V2,
                aResponse()
                        .withStatus(201)
                        .withHeader("Content-Type", "application/json")
                        .withBody(body));
    }
}
