package dev.attest.signing.service;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServiceClientTest {
    private static final int MAX = 1000;

    private final WireMockServer server = new WireMockServer(options().dynamicPort());
    private final List<Duration> pauses = new ArrayList<>();
    private final ServiceClient client = new ServiceClient(
            HttpClient.newHttpClient(),
            new Retry(4, Duration.ofSeconds(1), Duration.ofSeconds(3), pauses::add),
            Duration.ofMillis(500));

    @BeforeEach
    void start() {
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    @Test
    void an_answer_is_handed_over_with_its_status_and_headers() throws Exception {
        answer(aResponse().withStatus(418).withHeader("X-Tea", "green"));

        ServiceResponse response = client.send(request());

        assertThat(response.status()).isEqualTo(418);
        assertThat(response.header("x-tea")).contains("green");
        assertThat(pauses).isEmpty();
    }

    @Test
    void pauses_grow_up_to_their_bound() {
        answer(aResponse().withStatus(502).withBody("{\"message\":\"try later\"}"));

        assertThatThrownBy(() -> client.send(request()))
                .hasMessageEndingWith("answered 502: try later (asked 4 times)");
        assertThat(pauses).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(3));
        assertThat(server.getAllServeEvents()).hasSize(4);
    }

    @ParameterizedTest
    @CsvSource({
        "2, 2;2;3",
        "0, 1;2;3",
        "'Sat, 21 Nov 2026 10:00:02 GMT', 2;2;3",
        "soon, 1;2;3",
        "99999999999999, 1;2;3",
        "4, ''",
        "'Sat, 21 Nov 2026 11:00:00 GMT', ''"
    })
    void a_service_that_names_a_time_is_given_it_or_given_up(String retryAfter, String expected) {
        answer(aResponse()
                .withStatus(429)
                .withHeader("Date", "Sat, 21 Nov 2026 10:00:00 GMT")
                .withHeader("Retry-After", retryAfter));

        assertThatThrownBy(() -> client.send(request())).hasMessageContaining("answered 429");
        assertThat(String.join(";", pauses.stream().map(p -> "" + p.toSeconds()).toList()))
                .isEqualTo(expected);
    }

    @Test
    void the_longest_answer_that_is_read_is_the_bound() throws Exception {
        answer(aResponse().withHeader("Content-Type", "text/plain").withBody("x".repeat(MAX)));
        assertThat(client.send(request()).body("text/plain")).hasSize(MAX);

        answer(aResponse().withBody("x".repeat(MAX + 1)));
        assertThatThrownBy(() -> client.send(request())).hasMessageContaining("more than the 1000 bytes");
        assertThat(pauses).isEmpty();
    }

    @Test
    void an_answer_that_does_not_begin_is_given_up() {
        answer(aResponse().withFixedDelay(5000));

        assertThatThrownBy(() -> client.send(request()))
                .hasMessageEndingWith("did not answer within 500 ms (asked 4 times)");
    }

    @Test
    void an_answer_that_does_not_end_is_given_up() {
        answer(aResponse().withBody("x".repeat(100)).withChunkedDribbleDelay(10, 20_000));

        assertThatThrownBy(() -> client.send(request()))
                .hasMessageEndingWith("did not answer within 500 ms (asked 4 times)");
    }

    @Test
    void nobody_there_is_said_plainly() throws Exception {
        int port;
        try (var socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }

        assertThatThrownBy(() -> client.send(request(URI.create("http://127.0.0.1:" + port + "/"))))
                .hasMessageEndingWith("the test service 127.0.0.1:" + port + " refused the connection (asked 4 times)");
        assertThatThrownBy(() -> client.send(request(URI.create("http://nowhere.invalid/"))))
                .hasMessageStartingWith("the test service nowhere.invalid is a host that cannot be found");
    }

    @Test
    void plain_text_where_tls_is_expected_is_said_plainly() {
        answer(aResponse());

        assertThatThrownBy(() -> client.send(request(URI.create("https://localhost:" + server.port() + "/"))))
                .hasMessageContaining("cannot be talked to securely");
    }

    @Test
    void an_interrupted_wait_ends_at_once() {
        answer(aResponse().withFixedDelay(5000));
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> client.send(request())).hasMessageStartingWith("interrupted while the test service");
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void an_interrupted_pause_ends_at_once() {
        answer(aResponse().withStatus(500));
        var interrupted = new ServiceClient(
                HttpClient.newHttpClient(),
                new Retry(2, Duration.ZERO, Duration.ZERO, pause -> {
                    throw new InterruptedException();
                }),
                Duration.ofSeconds(5));

        assertThatThrownBy(() -> interrupted.send(request())).hasMessageStartingWith("interrupted while");
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void what_a_service_says_is_one_clean_short_line() {
        answer(aResponse()
                .withStatus(400)
                .withBody("{\"message\":\"\\n  \\u001b[31mred\\u0007 s3cr3t " + "x".repeat(400) + "\\nmore\"}"));

        assertThatThrownBy(() -> {
                    throw client.send(request()).failure();
                })
                .hasMessageContaining("answered 400: [31mred [redacted] xxx")
                .hasMessageEndingWith("x…")
                .message()
                .hasSizeLessThan(400);
    }

    @Test
    void a_client_that_follows_redirections_is_not_accepted() {
        HttpClient follows = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build();

        assertThatThrownBy(() -> ServiceClient.of(follows)).isInstanceOf(IllegalArgumentException.class);
        assertThat(ServiceClient.of(HttpClient.newHttpClient())).isNotNull();
    }

    @Test
    void a_request_shows_no_secret_and_needs_a_timeout() {
        assertThat(request().toString()).isEqualTo("GET to the test service localhost:" + server.port());
        HttpRequest endless =
                HttpRequest.newBuilder(URI.create("http://localhost/")).build();
        assertThatThrownBy(() -> new ServiceRequest("test service", endless, MAX, List.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({"0, 1, 1", "11, 1, 1", "1, 2, 1", "1, -1, 1"})
    void a_senseless_patience_is_not_accepted(int attempts, int first, int longest) {
        assertThatThrownBy(
                        () -> new Retry(attempts, Duration.ofSeconds(first), Duration.ofSeconds(longest), pauses::add))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private void answer(ResponseDefinitionBuilder answer) {
        server.stubFor(any(anyUrl()).willReturn(answer));
    }

    private ServiceRequest request() {
        return request(URI.create(server.baseUrl() + "/"));
    }

    private static ServiceRequest request(URI uri) {
        HttpRequest http =
                HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(10)).build();
        return new ServiceRequest("test service", http, MAX, List.of("s3cr3t", ""));
    }
}
