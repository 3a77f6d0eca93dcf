package dev.attest.signing.oidc;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import dev.attest.signing.service.Retry;
import dev.attest.signing.service.ServiceClient;
import dev.attest.signing.service.SigningException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens that services hand out: what is asked, and every way in which the answer can fail. */
class AskedTokenTest {
    private static final WireMockServer SERVER = new WireMockServer(options().dynamicPort());
    private static final String SECRET = "s3cret-of-the-job";
    private static final String JSON = "application/json";
    private static final String DEFAULT = "/computeMetadata/v1/instance/service-accounts/default/";

    private final ServiceClient client = client(Duration.ofSeconds(20));

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() {
        SERVER.start();
    }

    @AfterAll
    static void stop() {
        SERVER.stop();
    }

    @BeforeEach
    void reset() {
        SERVER.resetAll();
    }

    @Test
    void a_buildkite_job_asks_its_agent_interface() throws Exception {
        answer(json("{\"token\":\"" + Tokens.of("organization:acme") + "\"}"));

        assertThat(buildkite().token().orElseThrow().subject()).isEqualTo("organization:acme");
        SERVER.verify(
                1,
                postRequestedFor(urlEqualTo("/v3/jobs/0190-a/oidc/tokens"))
                        .withHeader("Authorization", equalTo("Token " + SECRET))
                        .withRequestBody(equalToJson("{\"audience\":\"sigstore\"}")));
    }

    @Test
    void a_google_machine_asks_its_metadata_server() throws Exception {
        for (String type : new String[] {"text/html", "application/text", ""}) {
            answer(google().withHeader("Content-Type", type).withBody(Tokens.of("1234")));

            assertThat(google(Map.of()).token().orElseThrow().subject()).isEqualTo("1234");
        }
        SERVER.verify(
                3,
                getRequestedFor(urlEqualTo(DEFAULT + "identity?audience=sigstore&format=full"))
                        .withHeader("Metadata-Flavor", equalTo("Google")));
    }

    @Test
    void a_google_machine_may_act_as_another_account() throws Exception {
        impersonation();

        assertThat(impersonating().token().orElseThrow().subject()).isEqualTo("builder");
        SERVER.verify(
                1,
                postRequestedFor(urlEqualTo(
                                "/v1/projects/-/serviceAccounts/builder@acme.iam.gserviceaccount.com:generateIdToken"))
                        .withHeader("Authorization", equalTo("Bearer " + SECRET))
                        .withRequestBody(equalToJson("{\"audience\":\"sigstore\",\"includeEmail\":true}")));
    }

    @Test
    void a_google_machine_without_an_account_has_no_token() throws Exception {
        answer(google().withStatus(404));
        assertThat(google(Map.of()).token()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"GITHUB_ACTIONS", "GITLAB_CI", "CIRCLECI", "BUILDKITE"})
    void the_machine_does_not_sign_for_another_systems_job(String variable) throws Exception {
        answer(google().withBody(Tokens.of("1234")));

        assertThat(google(Map.of(variable, "true")).token()).isEmpty();
        assertThat(SERVER.getAllServeEvents()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"Google, true", "Google Compute Engine, true", "Googled, false", "Standard PC, false"})
    void the_firmware_says_whether_the_machine_is_googles(String product, boolean googles) throws Exception {
        Path file = Files.writeString(folder.resolve("product_name"), product + "\n");
        var account = Map.of("GOOGLE_SERVICE_ACCOUNT_NAME", "not a name");
        var source = new GoogleCloud(account, client, file);

        if (googles) {
            assertThatThrownBy(source::token).hasMessageContaining("is not the name of a service account");
        } else {
            assertThat(source.token()).isEmpty();
            assertThat(source.hint()).isPresent();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a/b", "a@b", "a b", "a:1:2", "x?y", "[::1"})
    void a_metadata_host_is_a_host(String host) {
        var source = new GoogleCloud(Map.of("GCE_METADATA_HOST", host), client, folder);

        assertThatThrownBy(source::token).hasMessage("GCE_METADATA_HOST is not a host");
    }

    @Test
    void an_answer_that_is_not_googles_is_refused() {
        answer(aResponse().withHeader("Content-Type", "text/html").withBody(Tokens.of("1234")));

        assertThatThrownBy(() -> google(Map.of()).token())
                .hasMessageEndingWith("answered 200 and is not Google's: its answer has no Metadata-Flavor");
    }

    @ParameterizedTest
    @CsvSource({
        "BUILDKITE_AGENT_ENDPOINT, http://agent.example, BUILDKITE_AGENT_ENDPOINT is not an https address",
        "BUILDKITE_AGENT_ENDPOINT, https://agent.example?x=y, BUILDKITE_AGENT_ENDPOINT is not an https address",
        "BUILDKITE_JOB_ID, ../../x, BUILDKITE_JOB_ID is not the id of a job",
        "BUILDKITE_AGENT_ACCESS_TOKEN, a b, BUILDKITE_AGENT_ACCESS_TOKEN is not a token"
    })
    void a_buildkite_secret_goes_to_a_safe_address_only(String variable, String value, String complaint) {
        var environment = new HashMap<>(buildkiteEnvironment());
        environment.put(variable, value);

        assertThatThrownBy(() -> new Buildkite(environment, client).token())
                .isInstanceOfSatisfying(
                        SigningException.class, e -> assertThat(e.kind()).isEqualTo(SigningException.Kind.USAGE))
                .hasMessage(complaint);
    }

    @TestFactory
    Stream<DynamicTest> answers_that_fail_are_errors_that_show_no_secret() {
        return Stream.of(failures()).flatMap(failure -> Map.<String, TokenSource>of(
                        "GitHub", github(), "Buildkite", buildkite(), "Google", google(Map.of()))
                .entrySet()
                .stream()
                .map(source -> DynamicTest.dynamicTest(source.getKey() + ", " + failure.complaint(), () -> {
                    SERVER.resetAll();
                    answer(failure.answer());
                    requireFailure(source.getValue(), failure.complaint());
                })));
    }

    @TestFactory
    Stream<DynamicTest> a_failing_impersonation_shows_no_secret() {
        return Stream.of(failures())
                .map(failure -> DynamicTest.dynamicTest(failure.complaint(), () -> {
                    SERVER.resetAll();
                    impersonation();
                    SERVER.stubFor(any(anyUrl())
                            .withHeader("Authorization", equalTo("Bearer " + SECRET))
                            .atPriority(1)
                            .willReturn(failure.answer()));
                    requireFailure(impersonating(), failure.complaint());
                }));
    }

    @Test
    void an_access_token_that_is_none_is_not_sent() {
        impersonation();
        SERVER.stubFor(any(urlPathEqualTo(DEFAULT + "token"))
                .atPriority(1)
                .willReturn(google().withHeader("Content-Type", JSON).withBody("{\"access_token\":\"a\\nb\"}")));

        assertThatThrownBy(() -> impersonating().token()).hasMessageEndingWith("answered with no access token");
        assertThat(SERVER.getAllServeEvents()).hasSize(1);
    }

    @Test
    void an_answer_that_does_not_come_is_not_waited_for() {
        answer(google().withFixedDelay(1000));
        var slow = new GoogleCloud(
                Map.of("GCE_METADATA_HOST", "localhost:" + SERVER.port()), client(Duration.ofMillis(200)), folder);

        assertThatThrownBy(slow::token).hasMessageEndingWith("did not answer within 200 ms (asked 2 times)");
    }

    private record Failure(ResponseDefinitionBuilder answer, String complaint) {}

    private static Failure[] failures() {
        return new Failure[] {
            new Failure(json("{\"message\":\"no " + SECRET + "\"}").withStatus(500), "answered 500: no [redacted]"),
            new Failure(json("{\"message\":\"wait\"}").withStatus(429), "answered 429: wait (asked 2 times)"),
            new Failure(json("{\"message\":\"" + SECRET + "\"}").withStatus(403), "answered 403: [redacted]"),
            new Failure(google().withStatus(302).withHeader("Location", "https://evil.example"), "never followed"),
            new Failure(
                    google().withHeader("Content-Type", "text/html").withBody("<html>" + SECRET + "</html>"), "the "),
            new Failure(json("{\"token\":7,\"value\":7}"), "answered "),
            new Failure(json("{\"token\":\"" + SECRET + "\",\"value\":\"" + SECRET + "\"}"), "answered with no token"),
            new Failure(json("[".repeat(5000)), "answered "),
            new Failure(json("x".repeat(300 << 10)), "answered more than the 262144 bytes"),
            new Failure(google().withFault(Fault.CONNECTION_RESET_BY_PEER), "broke the connection"),
            new Failure(google().withFault(Fault.RANDOM_DATA_THEN_CLOSE), "broke the connection")
        };
    }

    private static void requireFailure(TokenSource source, String complaint) {
        boolean google = source instanceof GoogleCloud;
        assertThatThrownBy(source::token)
                .isInstanceOfSatisfying(SigningException.class, e -> {
                    assertThat(e.kind()).isNotEqualTo(SigningException.Kind.USAGE);
                    assertThat(e).hasNoCause();
                })
                .hasMessageContaining(google && complaint.contains("redacted") ? "answered " : complaint)
                .message()
                .doesNotContain("\n")
                .doesNotContain(google ? "\0" : SECRET);
    }

    private static ServiceClient client(Duration answerWithin) {
        return new ServiceClient(
                HttpClient.newHttpClient(), new Retry(2, Duration.ZERO, Duration.ZERO, pause -> {}), answerWithin);
    }

    private static void answer(ResponseDefinitionBuilder answer) {
        SERVER.stubFor(any(anyUrl()).willReturn(answer));
    }

    private static ResponseDefinitionBuilder google() {
        return aResponse().withHeader("Metadata-Flavor", "Google");
    }

    private static ResponseDefinitionBuilder json(String body) {
        return google().withHeader("Content-Type", JSON).withBody(body);
    }

    private static void impersonation() {
        answer(json("{\"token\":\"" + Tokens.of("builder") + "\"}"));
        SERVER.stubFor(any(urlEqualTo(DEFAULT + "token?scopes=https://www.googleapis.com/auth/cloud-platform"))
                .willReturn(json("{\"access_token\":\"" + SECRET + "\"}")));
    }

    private GitHubActions github() {
        return new GitHubActions(
                Map.of(
                        "ACTIONS_ID_TOKEN_REQUEST_URL",
                        SERVER.baseUrl() + "/github",
                        "ACTIONS_ID_TOKEN_REQUEST_TOKEN",
                        SECRET),
                client);
    }

    private Buildkite buildkite() {
        return new Buildkite(buildkiteEnvironment(), client);
    }

    private static Map<String, String> buildkiteEnvironment() {
        return Map.of(
                "BUILDKITE_AGENT_ACCESS_TOKEN",
                SECRET,
                "BUILDKITE_AGENT_ENDPOINT",
                SERVER.baseUrl() + "/v3",
                "BUILDKITE_JOB_ID",
                "0190-a");
    }

    private GoogleCloud google(Map<String, String> more) {
        var environment = new HashMap<>(more);
        environment.put("GCE_METADATA_HOST", "localhost:" + SERVER.port());
        return new GoogleCloud(environment, client, folder, URI.create(SERVER.baseUrl()));
    }

    private GoogleCloud impersonating() {
        return google(Map.of("GOOGLE_SERVICE_ACCOUNT_NAME", "builder@acme.iam.gserviceaccount.com"));
    }
}
