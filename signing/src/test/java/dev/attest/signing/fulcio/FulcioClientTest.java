package dev.attest.signing.fulcio;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.attest.json.StrictJson;
import dev.attest.signing.FrontedSigstore;
import dev.attest.signing.key.EphemeralKey;
import dev.attest.signing.oidc.IdentityToken;
import dev.attest.signing.service.SigningException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FulcioClientTest {
    @TempDir
    private Path folder;

    private final EphemeralKey key = EphemeralKey.generate(new SecureRandom());
    private FrontedSigstore sigstore;
    private FulcioClient client;
    private IdentityToken token;

    @BeforeEach
    void start() throws Exception {
        sigstore = new FrontedSigstore(folder.resolve("sigstore"));
        client = new FulcioClient(sigstore.client(), URI.create(sigstore.front().baseUrl() + "/"));
        token = sigstore.token();
    }

    @AfterEach
    void stop() throws Exception {
        sigstore.close();
    }

    @Test
    void a_certificate_is_for_our_key() throws Exception {
        X509Certificate certificate = client.certify(token, key, Instant.now());

        assertThat(certificate.getPublicKey().getEncoded())
                .isEqualTo(key.publicKey().encoded());
    }

    @Test
    void a_certificate_for_another_key_is_refused() throws Exception {
        client.certify(token, EphemeralKey.generate(new SecureRandom()), Instant.now());
        replayLastAnswer();

        assertThatThrownBy(() -> client.certify(token, key, Instant.now()))
                .hasMessageEndingWith("certified another key than ours");
    }

    @Test
    void a_certificate_that_is_not_valid_now_is_refused() throws Exception {
        Instant notBefore =
                client.certify(token, key, Instant.now()).getNotBefore().toInstant();
        Instant notAfter =
                client.certify(token, key, Instant.now()).getNotAfter().toInstant();
        replayLastAnswer();

        assertThat(client.certify(token, key, notBefore.minus(Duration.ofSeconds(50))))
                .isNotNull();
        for (Instant now : new Instant[] {notBefore.minus(Duration.ofSeconds(70)), notAfter.plusSeconds(1)}) {
            assertThatThrownBy(() -> client.certify(token, key, now))
                    .hasMessageContaining("is not valid now")
                    .hasMessageContaining("clock");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"signedCertificateEmbeddedSct\":{\"chain\":{\"certificates\":[]}}}",
                "{\"signedCertificateEmbeddedSct\":{\"chain\":{\"certificates\":[\"\"]}}}",
                "{\"signedCertificateEmbeddedSct\":{\"chain\":{\"certificates\":[\"-----BEGIN CERTIFICATE-----\\nMAA=\\n-----END CERTIFICATE-----\\n\"]}}}",
                "{\"signedCertificateEmbeddedSct\":{\"chain\":{\"certificates\":[\"-----BEGIN CERTIFICATE-----\\nMA=A\\n-----END CERTIFICATE-----\\n\"]}}}",
                "{\"signedCertificateEmbeddedSct\":{\"chain\":{\"certificates\":[\"-----BEGIN PUBLIC KEY-----\\nMAA=\\n-----END PUBLIC KEY-----\\n\"]}}}",
                "{\"signedCertificateEmbeddedSct\":{\"chain\":{}}}",
                "{\"signedCertificateEmbeddedSct\":[]}",
                "{}"
            })
    void an_answer_without_certificate_is_an_error(String body) {
        answer(body);

        assertThatThrownBy(() -> client.certify(token, key, Instant.now()))
                .isInstanceOf(SigningException.class)
                .hasMessageContaining("answered nonsense: answer");
    }

    @Test
    void an_endless_chain_is_an_error() {
        String many = String.join(",", Collections.nCopies(11, "\"x\""));
        answer("{\"signedCertificateEmbeddedSct\":{\"chain\":{\"certificates\":[" + many + "]}}}");

        assertThatThrownBy(() -> client.certify(token, key, Instant.now())).hasMessageContaining("1 to 10");
    }

    @Test
    void a_detached_sct_is_an_error_that_says_so() {
        answer("{\"signedCertificateDetachedSct\":{}}");

        assertThatThrownBy(() -> client.certify(token, key, Instant.now()))
                .hasMessageContaining("without an embedded SCT");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://ci.example/job", "https://ci.example/Auftrag/Gr\u00fc\u00dfe"})
    void the_proof_signs_the_bytes_of_the_subject(String subject) throws Exception {
        IdentityToken other = IdentityToken.parse(sigstore.sigstore().identityToken(subject, Map.of()));
        // Whether such a name is certified is the authority's question.
        answer("{}");
        assertThatThrownBy(() -> client.certify(other, key, Instant.now())).isInstanceOf(SigningException.class);

        JsonNode request = StrictJson.parse(
                sigstore.front().getAllServeEvents().get(0).getRequest().getBody());

        assertThat(key.publicKey()
                        .verifies(
                                subject.getBytes(StandardCharsets.UTF_8),
                                request.at("/publicKeyRequest/proofOfPossession")
                                        .binaryValue()))
                .isTrue();
        assertThat(request.at("/publicKeyRequest/publicKey/algorithm").textValue())
                .isEqualTo("ECDSA");
        assertThat(request.at("/credentials/oidcIdentityToken").textValue()).isEqualTo(other.secret());
    }

    private void replayLastAnswer() {
        answer(sigstore.front().getAllServeEvents().get(0).getResponse().getBodyAsString());
    }

    private void answer(String body) {
        sigstore.answer(
                FrontedSigstore.CERTIFICATES,
                aResponse().withHeader("Content-Type", "application/json").withBody(body));
    }
}
