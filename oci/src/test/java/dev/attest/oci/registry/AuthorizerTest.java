package dev.attest.oci.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import dev.attest.oci.Credentials.Login;
import dev.attest.oci.NotFoundException;
import dev.attest.oci.RegistrySettings;
import dev.attest.oci.Repository;
import dev.attest.testvectors.FakeRegistry;
import dev.attest.testvectors.FakeRegistry.Habit;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URLDecoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuthorizerTest extends RegistryFixture {
    private final List<String> asked = new CopyOnWriteArrayList<>();

    @Test
    void mount_asks_for_both_repositories_with_one_token() throws Exception {
        try (FakeRegistry registry = registry()) {
            registry.hook(tokens(registry, "t", new AtomicInteger()));
            var client = new RegistryClient(registry.host(), "team/app", settings());
            Answers.discard(client.sendMounting(
                    RegistryRequest.of("POST", client.uri("blobs/uploads/?mount=x&from=team/base")), "team/base"));
            assertThat(asked)
                    .containsExactly(
                            "scope=repository:team/app:pull,push&scope=repository:team/base:pull&service=s&account=alice");
            // The token that can write is good for reading, and the other one is not asked for again.
            assertThat(get(client, false).statusCode()).isEqualTo(404);
            assertThat(get(client, true).statusCode()).isEqualTo(404);
            assertThat(asked).hasSize(1);
        }
    }

    @Test
    void scope_covers_what_needs_no_more_than_it_gives() {
        Scope push = Scope.of("a", true);
        assertThat(push.covers(Scope.of("a", false))).isTrue();
        assertThat(Scope.of("a", false).covers(push)).isFalse();
        assertThat(push.covers(Scope.of("b", false))).isFalse();
        assertThat(push.covers(Scope.mounting("a", "b"))).isFalse();
        assertThat(Scope.mounting("a", "b").covers(push)).isTrue();
        assertThat(Scope.mounting("a", "c").covers(Scope.mounting("a", "b"))).isFalse();
        assertThat(Scope.mounting("a", "a").names()).containsExactly("repository:a:pull,push");
    }

    @Test
    void many_at_once_ask_for_one_token() throws Exception {
        int many = 12;
        try (FakeRegistry registry = registry()) {
            FakeRegistry.Hook hook = tokens(registry, "t", new AtomicInteger());
            registry.hook(exchange -> {
                if (exchange.getRequestURI().getPath().equals("/tokens")) {
                    pause();
                }
                return hook.answer(exchange);
            });
            var client = new RegistryClient(registry.host(), "team/app", settings());
            var tasks = new ArrayList<Callable<HttpResponse<InputStream>>>();
            for (int i = 0; i < many; i++) {
                tasks.add(() -> get(client, false));
            }
            var threads = Executors.newFixedThreadPool(many);
            for (Future<HttpResponse<InputStream>> answer : threads.invokeAll(tasks)) {
                assertThat(answer.get().statusCode()).isEqualTo(404);
            }
            threads.shutdown();
            assertThat(asked).hasSize(1);
        }
    }

    @Test
    void token_that_expires_in_the_middle_is_renewed_and_one_that_never_helps_is_not_asked_for_again()
            throws Exception {
        try (FakeRegistry registry = registry()) {
            var expired = new AtomicInteger();
            registry.hook(tokens(registry, "t", expired));
            var client = new RegistryClient(registry.host(), "team/app", settings());
            for (int run = 1; run <= 3; run++) {
                assertThat(get(client, false).statusCode()).isEqualTo(404);
                assertThat(asked).hasSize(run);
                expired.incrementAndGet();
            }
            registry.hook(tokens(registry, "other", expired));
            asked.clear();
            assertThat(get(client, false).statusCode()).isEqualTo(401);
            assertThat(asked).hasSize(1);
        }
    }

    @ParameterizedTest
    @CsvSource({"token, 200", "access_token, 200", "id_token, 0"})
    void token_is_taken_under_the_names_in_use(String name, int status) throws Exception {
        byte[] token = ("{\"" + name + "\":\"fake-token-pull\",\"x\":1}").getBytes(StandardCharsets.UTF_8);
        try (FakeRegistry registry = registry();
                Loopback service = Loopback.start(exchange -> Loopback.answer(exchange, 200, token))) {
            registry.hook(challenge(service));
            try (Repository repository = repository(registry)) {
                if (status == 200) {
                    repository.resolve(reference(registry, ":latest"));
                } else {
                    assertThatThrownBy(() -> repository.resolve(reference(registry, ":latest")))
                            .hasMessageContaining("gives no token");
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 405})
    void service_that_takes_no_get_is_posted_to(int status) throws Exception {
        try (FakeRegistry registry = registry();
                Loopback service = forms(status)) {
            registry.hook(challenge(service));
            try (Repository repository = repository(registry)) {
                repository.resolve(reference(registry, ":latest"));
            }
            assertThat(asked)
                    .containsExactly("grant_type=password&username=alice&password=s3cret&client_id=attest"
                            + "&scope=repository:team/app:pull&service=fake");
        }
    }

    @Test
    void identity_token_is_exchanged_and_a_registry_token_is_sent_as_it_is() throws Exception {
        try (FakeRegistry registry = registry();
                Loopback service = forms(405)) {
            registry.hook(challenge(service));
            RegistrySettings identity =
                    settings().withCredentials((host, repository) -> Optional.of(Login.identityToken("r&t")));
            try (Repository repository = new RegistryRepository(registry.host(), "team/app", identity)) {
                repository.resolve(reference(registry, ":latest"));
            }
            assertThat(asked).hasSize(1);
            assertThat(asked.get(0)).startsWith("grant_type=refresh_token&refresh_token=r&t&client_id=attest");
            RegistrySettings bearer = settings()
                    .withCredentials((host, repository) -> Optional.of(Login.registryToken("fake-token-pull")));
            try (Repository repository = new RegistryRepository(registry.host(), "team/app", bearer)) {
                repository.resolve(reference(registry, ":latest"));
            }
            assertThat(asked).hasSize(1);
            RegistrySettings wrong =
                    settings().withCredentials((host, repository) -> Optional.of(Login.registryToken("wrong")));
            try (Repository repository = new RegistryRepository(registry.host(), "team/app", wrong)) {
                assertThatThrownBy(() -> repository.resolve(reference(registry, ":latest")))
                        .hasMessageContaining("refuses access");
            }
        }
    }

    @Test
    void token_service_that_is_not_there_does_not_mean_that_the_image_is_not() throws Exception {
        try (FakeRegistry registry = registry(Habit.TOKEN)) {
            registry.hook(exchange -> {
                boolean token = exchange.getRequestURI().getPath().equals("/token");
                if (token) {
                    FakeRegistry.answer(exchange, 404, "", new byte[0]);
                }
                return token;
            });
            try (Repository repository = repository(registry)) {
                assertThatThrownBy(() -> repository.resolve(reference(registry, ":latest")))
                        .isInstanceOf(IOException.class)
                        .isNotInstanceOf(NotFoundException.class)
                        .hasMessageContaining("token for team/app");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"s3cret", "{\"token\":s3cret}", "{\"token\":\"s3cret\\n\"}"})
    void no_error_repeats_a_token(String answer) throws Exception {
        try (FakeRegistry registry = registry(Habit.TOKEN)) {
            registry.hook(exchange -> {
                boolean token = exchange.getRequestURI().getPath().equals("/token");
                if (token) {
                    json(exchange, 200, answer);
                }
                return token;
            });
            try (Repository repository = repository(registry)) {
                assertThatThrownBy(() -> repository.resolve(reference(registry, ":latest")))
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining("gives no token")
                        .satisfies(error -> {
                            var trace = new StringWriter();
                            error.printStackTrace(new PrintWriter(trace));
                            assertThat(trace.toString()).doesNotContain("s3cret");
                        });
            }
        }
    }

    /** Refuses everything but its newest token, which is new after each expiry. */
    private FakeRegistry.Hook tokens(FakeRegistry registry, String prefix, AtomicInteger expiries) {
        return exchange -> {
            String token = prefix + expiries.get();
            if (exchange.getRequestURI().getPath().equals("/tokens")) {
                asked.add(URLDecoder.decode(exchange.getRequestURI().getRawQuery(), StandardCharsets.UTF_8));
                json(exchange, 200, "{\"token\":\"" + "t" + expiries.get() + "\"}");
                return true;
            }
            String given = exchange.getRequestHeaders().getFirst("Authorization");
            if (("Bearer " + token).equals(given)) {
                return false;
            }
            exchange.getResponseHeaders()
                    .set("WWW-Authenticate", "Bearer realm=\"http://" + registry.host() + "/tokens\",service=\"s\"");
            FakeRegistry.answer(exchange, 401, "", new byte[0]);
            return true;
        };
    }

    /** A service that takes nothing but forms. */
    private Loopback forms(int statusOfGet) throws IOException {
        return Loopback.start(exchange -> {
            if (exchange.getRequestMethod().equals("GET")) {
                Loopback.answer(exchange, statusOfGet, new byte[0]);
                return;
            }
            assertThat(exchange.getRequestHeaders().containsKey("Authorization"))
                    .isFalse();
            String form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            asked.add(URLDecoder.decode(form, StandardCharsets.UTF_8));
            byte[] token = "{\"access_token\":\"fake-token-pull\"}".getBytes(StandardCharsets.UTF_8);
            Loopback.answer(exchange, 200, token);
        });
    }

    private static FakeRegistry.Hook challenge(Loopback service) {
        return exchange -> {
            boolean none = !"Bearer fake-token-pull"
                    .equals(exchange.getRequestHeaders().getFirst("Authorization"));
            if (none) {
                exchange.getResponseHeaders()
                        .set(
                                "WWW-Authenticate",
                                "Bearer realm=\"http://" + service.host() + "/token\",service=\"fake\"");
                FakeRegistry.answer(exchange, 401, "", new byte[0]);
            }
            return none;
        };
    }

    private static void json(HttpExchange exchange, int status, String body) throws IOException {
        FakeRegistry.answer(exchange, status, "application/json", body.getBytes(StandardCharsets.UTF_8));
    }

    private static HttpResponse<InputStream> get(RegistryClient client, boolean push) throws IOException {
        HttpResponse<InputStream> answer = client.send(RegistryRequest.of("GET", client.uri("manifests/none")), push);
        Answers.discard(answer);
        return answer;
    }

    private static void pause() {
        try {
            Thread.sleep(150);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
