package dev.attest.signing;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static dev.attest.signing.FrontedSigstore.CERTIFICATES;
import static dev.attest.signing.FrontedSigstore.ENTRIES;
import static dev.attest.signing.FrontedSigstore.ENTRIES_V2;
import static dev.attest.signing.FrontedSigstore.TIMESTAMPS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import dev.attest.signing.config.RekorVersion;
import dev.attest.signing.oidc.IdentityToken;
import dev.attest.signing.service.SigningException;
import dev.attest.signing.service.SigningException.Kind;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Services that fail: nothing is handed out, one line says what failed, the token stays where it is. */
class SigningFailureTest {
    @TempDir
    private static Path folder;

    private static FrontedSigstore sigstore;

    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private final PrintStream standardError = System.err;
    private IdentityToken token;

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
        System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
        sigstore.reset();
        token = sigstore.token();
    }

    @AfterEach
    void stop() {
        System.setErr(standardError);
    }

    static Stream<Arguments> answers() {
        return Stream.of(
                Arguments.of("200 with HTML", json("<html>").withHeader("Content-Type", "text/html"), Kind.WORLD, 1),
                Arguments.of("200 with garbage", json("{\"a\":"), Kind.WORLD, 1),
                Arguments.of("200 with duplicate keys", json("{\"a\":{},\"a\":{}}"), Kind.WORLD, 1),
                Arguments.of("200 with nothing", json(""), Kind.WORLD, 1),
                Arguments.of("200 with another object", json("{\"a\":{\"b\":1}}"), Kind.WORLD, 1),
                Arguments.of("200 with a huge body", json(" ".repeat((16 << 20) + 1)), Kind.WORLD, 1),
                Arguments.of("204", aResponse().withStatus(204), Kind.WORLD, 1),
                Arguments.of("302", aResponse().withStatus(302).withHeader("Location", "/elsewhere"), Kind.WORLD, 1),
                Arguments.of("307", aResponse().withStatus(307).withHeader("Location", "/elsewhere"), Kind.WORLD, 1),
                Arguments.of("400", json("{\"message\":\"no\"}").withStatus(400), Kind.REFUSED, 1),
                Arguments.of("401", json("{\"message\":\"no\"}").withStatus(401), Kind.REFUSED, 1),
                Arguments.of("403", json("{\"message\":\"no\"}").withStatus(403), Kind.REFUSED, 1),
                Arguments.of("404", aResponse().withStatus(404), Kind.WORLD, 1),
                Arguments.of("429", aResponse().withStatus(429), Kind.WORLD, 3),
                Arguments.of("500", aResponse().withStatus(500), Kind.WORLD, 3),
                Arguments.of("429, come back too late", busy("3600"), Kind.WORLD, 1),
                Arguments.of("429, come back soon", busy("7"), Kind.WORLD, 3),
                Arguments.of("502 with HTML", json("<html>").withStatus(502), Kind.WORLD, 3),
                Arguments.of("503", aResponse().withStatus(503), Kind.WORLD, 3),
                Arguments.of("body cut short", aResponse().withFault(Fault.MALFORMED_RESPONSE_CHUNK), Kind.WORLD, 3),
                Arguments.of("no answer", aResponse().withFault(Fault.EMPTY_RESPONSE), Kind.WORLD, 3),
                Arguments.of("reset", aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER), Kind.WORLD, 3),
                Arguments.of("garbage", aResponse().withFault(Fault.RANDOM_DATA_THEN_CLOSE), Kind.WORLD, 3));
    }

    private static ResponseDefinitionBuilder busy(String seconds) {
        return aResponse().withStatus(429).withHeader("Retry-After", seconds);
    }

    private static ResponseDefinitionBuilder json(String body) {
        return aResponse()
                .withStatus(200)
                .withHeader("Content-Type", "application/json")
                .withBody(body);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("answers")
    void a_failing_certificate_authority_ends_the_run(
            String name, ResponseDefinitionBuilder answer, Kind kind, int requests) throws Exception {
        sigstore.answer(CERTIFICATES, answer);

        SigningException failure = failure();

        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure).hasMessageContaining("the certificate authority localhost:");
        assertThat(sigstore.requests(CERTIFICATES)).isEqualTo(requests);
        assertThat(sigstore.front().getAllServeEvents()).hasSize(requests);
        assertQuiet(failure);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("answers")
    void a_failing_log_ends_the_run(String name, ResponseDefinitionBuilder answer, Kind kind, int requests)
            throws Exception {
        sigstore.answer(ENTRIES, answer);

        SigningException failure = failure();

        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure).hasMessageContaining("the transparency log localhost:");
        // Two statements: the failure of one may be known before the other is asked.
        assertThat(sigstore.requests(ENTRIES)).isBetween(requests, 2 * requests);
        assertQuiet(failure);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("answers")
    void a_failing_second_log_ends_the_run(String name, ResponseDefinitionBuilder answer, Kind kind, int requests)
            throws Exception {
        sigstore.answer(ENTRIES_V2, answer);

        SigningException failure = failure(RekorVersion.V2);

        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure).hasMessageContaining("the transparency log localhost:");
        assertThat(sigstore.requests(ENTRIES_V2)).isBetween(requests, 2 * requests);
        assertThat(sigstore.requests(ENTRIES)).isZero();
        assertQuiet(failure);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("answers")
    void a_failing_timestamp_authority_ends_the_run(
            String name, ResponseDefinitionBuilder answer, Kind kind, int requests) throws Exception {
        sigstore.answer(TIMESTAMPS, answer);

        SigningException failure = failure();

        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure).hasMessageContaining("the timestamp authority localhost:");
        assertThat(sigstore.requests(TIMESTAMPS)).isBetween(requests, 2 * requests);
        assertQuiet(failure);
    }

    @Test
    void a_token_that_is_repeated_by_the_authority_is_not_shown() throws Exception {
        String body = "{\"message\":\"bad token " + token.secret() + " and "
                + token.secret().substring(0, 60) + "\\nsecond line\",\"code\":3}";
        sigstore.answer(CERTIFICATES, json(body).withStatus(400));

        SigningException failure = failure();

        assertThat(failure.getMessage()).endsWith("answered 400: bad token [redacted] and [redacted]");
        assertQuiet(failure);
    }

    @Test
    void a_redirection_of_the_certificate_authority_gets_no_token() throws Exception {
        sigstore.answer(
                CERTIFICATES,
                aResponse()
                        .withStatus(307)
                        .withHeader("Location", sigstore.front().baseUrl() + "/elsewhere"));

        assertThat(failure()).hasMessageContaining("redirection");
        assertThat(sigstore.requests("/elsewhere")).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {CERTIFICATES, ENTRIES, TIMESTAMPS})
    void a_service_that_recovers_is_forgiven(String path) throws Exception {
        sigstore.front()
                .stubFor(any(urlPathEqualTo(path))
                        .atPriority(1)
                        .inScenario("recovery")
                        .whenScenarioStateIs(Scenario.STARTED)
                        .willSetStateTo("well")
                        .willReturn(aResponse().withStatus(429).withHeader("Retry-After", "7")));

        assertThat(sigstore.signer().open(token).sign(List.of(Statements.saying("one"))))
                .hasSize(1);
        assertThat(sigstore.pauses()).containsExactly(Duration.ofSeconds(7));
    }

    @Test
    void a_failure_does_not_wait_for_slower_answers() throws Exception {
        sigstore.answer(TIMESTAMPS, aResponse().withFixedDelay(4500));
        sigstore.answer(ENTRIES, aResponse().withStatus(400));
        SigningSession session = sigstore.signer().open(token);
        long start = System.nanoTime();

        assertThatThrownBy(() -> session.sign(List.of(Statements.saying("one"))))
                .hasMessageContaining("the transparency log");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(4));
    }

    @Test
    void a_fault_in_a_question_is_not_taken_for_an_answer() {
        Questions.Question<String> faulty = () -> {
            throw new IllegalArgumentException("a bug");
        };

        assertThatThrownBy(() -> Questions.askAll(List.of(() -> "fine", faulty), Runnable::run))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void only_the_authority_sees_the_token() throws Exception {
        sigstore.signer().open(token).sign(List.of(Statements.saying("one")));

        assertThat(sigstore.front().getAllServeEvents()).allSatisfy(event -> {
            boolean holds = event.getRequest().getBodyAsString().contains(token.secret())
                    || event.getRequest().getHeaders().toString().contains(token.secret());
            assertThat(holds).isEqualTo(event.getRequest().getUrl().equals(CERTIFICATES));
        });
        assertThat(log.toString(StandardCharsets.UTF_8)).contains("POST").doesNotContain(token.secret());
    }

    private SigningException failure() {
        return failure(RekorVersion.V1);
    }

    private SigningException failure(RekorVersion version) {
        SigningException failure =
                catchThrowableOfType(SigningException.class, () -> sigstore.signer(sigstore.services(version))
                        .open(token)
                        .sign(List.of(Statements.saying("one"), Statements.saying("two"))));
        assertThat(failure).isNotNull();
        return failure;
    }

    private void assertQuiet(SigningException failure) {
        String signature = token.secret().substring(token.secret().lastIndexOf('.') + 1);
        assertThat(failure.getMessage()).doesNotContain("\n", signature, "Exception", "java.");
        assertThat(failure.getCause()).isNull();
        assertThat(log.toString(StandardCharsets.UTF_8)).doesNotContain(signature);
    }
}
