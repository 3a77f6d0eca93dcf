package dev.attest.oci.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attest.oci.Descriptor;
import dev.attest.oci.MismatchException;
import dev.attest.oci.RegistrySettings;
import dev.attest.oci.Repository;
import dev.attest.testvectors.FakeRegistry;
import dev.attest.testvectors.FakeRegistry.Habit;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TransportTest extends RegistryFixture {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    @Test
    void document_that_breaks_off_is_asked_for_again() throws Exception {
        try (FakeRegistry registry = registry(Habit.REFERRERS_API);
                Repository repository = repository(registry)) {
            Descriptor root = repository.resolve(reference(registry, ":latest"));
            for (String path : List.of("manifests/latest", "referrers/")) {
                var breaks = new AtomicInteger(2);
                registry.hook(exchange -> {
                    boolean broken = exchange.getRequestURI().getPath().contains(path) && breaks.getAndDecrement() > 0;
                    if (broken) {
                        exchange.sendResponseHeaders(200, 1000);
                        exchange.getResponseBody().write(new byte[10]);
                        exchange.close();
                    }
                    return broken;
                });
                slept.clear();
                assertThat(repository.resolve(reference(registry, ":latest"))).isEqualTo(root);
                assertThat(repository.referrers(root.digest())).isEmpty();
                assertThat(slept).hasSize(2);
            }
        }
    }

    @Test
    void document_that_trickles_ends() throws Exception {
        try (FakeRegistry registry = registry();
                Repository repository = new RegistryRepository(
                        registry.host(), "team/app", settings().withTimeout(Duration.ofSeconds(1)))) {
            registry.hook(exchange -> {
                exchange.sendResponseHeaders(200, 1000);
                for (int i = 0; i < 30; i++) {
                    exchange.getResponseBody().write(' ');
                    exchange.getResponseBody().flush();
                    pause();
                }
                return true;
            });
            long start = System.nanoTime();
            assertThatThrownBy(() -> repository.resolve(reference(registry, ":latest")))
                    .hasMessageContaining("did not come to its end in 1 seconds");
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
        }
    }

    @Test
    void head_that_trickles_ends() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            var thread = new Thread(() -> trickle(server), "trickle");
            thread.setDaemon(true);
            thread.start();
            var client = new RegistryClient(
                    "127.0.0.1:" + server.getLocalPort(), "team/app", settings().withTimeout(Duration.ofSeconds(1)));
            long start = System.nanoTime();
            assertThatThrownBy(() -> client.send(RegistryRequest.of("GET", client.uri("x")), false))
                    .hasMessageContaining("no answer in time");
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(4));
        }
    }

    private static void trickle(ServerSocket server) {
        try (Socket socket = server.accept()) {
            OutputStream out = socket.getOutputStream();
            out.write("HTTP/1.1 200 OK\r\nX: ".getBytes(StandardCharsets.UTF_8));
            for (int i = 0; i < 60; i++) {
                out.write('x');
                out.flush();
                pause();
            }
        } catch (IOException e) {
            return;
        }
    }

    @ParameterizedTest
    @CsvSource({
        "7, 7",
        "'Sat, 21 Nov 2026 12:00:09 GMT', 9",
        "'Sat, 21 Nov 2026 11:00:00 GMT', 0",
        "'Sat, 21 Nov 2026 13:00:00 GMT', -1",
        "3600, -1",
    })
    void wait_is_as_long_as_the_registry_asks_if_that_is_bearable(String retryAfter, long seconds) throws Exception {
        try (FakeRegistry registry = registry();
                Repository repository = new RegistryRepository(registry.host(), "team/app", at(NOW))) {
            registry.hook(limited(retryAfter));
            assertThatThrownBy(() -> repository.resolve(reference(registry, ":latest")))
                    .hasMessageContaining("rate limit");
            Duration wait = Duration.ofSeconds(seconds);
            assertThat(slept).isEqualTo(seconds < 0 ? List.of() : List.of(wait, wait));
        }
    }

    @Test
    void pauses_grow_and_are_spread() throws Exception {
        try (FakeRegistry registry = registry()) {
            registry.hook(limited("soon"));
            var random = new double[] {0};
            RegistrySettings settings =
                    settings().withTiming(new RegistrySettings.Timing(slept::add, () -> random[0], Clock.systemUTC()));
            for (double number : new double[] {0, 1}) {
                random[0] = number;
                try (Repository repository = new RegistryRepository(registry.host(), "team/app", settings)) {
                    assertThatThrownBy(() -> repository.resolve(reference(registry, ":latest")))
                            .isInstanceOf(IOException.class);
                }
            }
            assertThat(slept)
                    .containsExactly(
                            Duration.ofMillis(125),
                            Duration.ofMillis(500),
                            Duration.ofMillis(375),
                            Duration.ofMillis(1500));
        }
    }

    @Test
    void rate_limit_is_named_with_the_registrys_own_numbers() throws Exception {
        try (FakeRegistry registry = registry();
                Repository repository = repository(registry)) {
            registry.hook(exchange -> {
                exchange.getResponseHeaders().set("RateLimit-Limit", "100;w=21600");
                exchange.getResponseHeaders().set("RateLimit-Remaining", "0;w=21600");
                exchange.getResponseHeaders().set("Retry-After", "90");
                FakeRegistry.answer(
                        exchange,
                        429,
                        "application/json",
                        "{\"errors\":[{\"code\":\"TOOMANYREQUESTS\"}]}".getBytes(StandardCharsets.UTF_8));
                return true;
            });
            assertThatThrownBy(() -> repository.resolve(reference(registry, ":latest")))
                    .hasMessageContaining("(429 TOOMANYREQUESTS)")
                    .hasMessageContaining("0 left of 100 in 21600 seconds")
                    .hasMessageContaining("wait 90 seconds");
            registry.hook(exchange -> {
                exchange.getResponseHeaders().set("RateLimit-Limit", "ask <b>eve</b>");
                exchange.getResponseHeaders().set("Retry-After", "ask <b>eve</b>");
                FakeRegistry.answer(exchange, 429, "", new byte[0]);
                return true;
            });
            assertThatThrownBy(() -> repository.resolve(reference(registry, ":latest")))
                    .hasMessageNotContaining("eve");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 6})
    void connections_are_used_again(int threads) throws Exception {
        Set<InetSocketAddress> clients = ConcurrentHashMap.newKeySet();
        try (FakeRegistry registry = registry(Habit.TOKEN);
                Repository repository = repository(registry)) {
            registry.hook(exchange -> {
                clients.add(exchange.getRemoteAddress());
                return false;
            });
            Descriptor root = repository.resolve(reference(registry, ":latest"));
            var tasks = new ArrayList<Callable<byte[]>>();
            for (int i = 0; i < 50; i++) {
                boolean missing = i % 5 == 0;
                Descriptor blob = missing ? unknown() : root;
                tasks.add(() -> {
                    try (InputStream bytes = repository.blob(blob)) {
                        return bytes.readNBytes((int) blob.size());
                    } catch (IOException e) {
                        return new byte[0];
                    }
                });
            }
            var executor = Executors.newFixedThreadPool(threads);
            for (Future<byte[]> answer : executor.invokeAll(tasks)) {
                assertThat(answer.get()).isNotNull();
            }
            executor.shutdown();
            // One more may be opened where the end of an answer and the next request cross.
            assertThat(clients).hasSizeLessThanOrEqualTo(threads == 1 ? 2 : threads + 3);
        }
    }

    @Test
    void body_is_opened_anew_for_each_try_and_its_own_failure_is_told() throws Exception {
        var opened = new AtomicInteger();
        var received = new ArrayList<String>();
        try (Loopback registry = Loopback.start(exchange -> {
            received.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"r\"");
            boolean told = exchange.getRequestHeaders().containsKey("Authorization");
            Loopback.answer(exchange, told ? 201 : 401, new byte[0]);
        })) {
            var client = new RegistryClient(registry.host(), "team/app", settings());
            RequestBody body = RequestBody.of(5, () -> {
                opened.incrementAndGet();
                return new ByteArrayInputStream("bytes".getBytes(StandardCharsets.UTF_8));
            });
            RegistryRequest put = RegistryRequest.of("PUT", client.uri("blobs/uploads/1"), body);
            HttpResponse<InputStream> done = client.send(put, true);
            assertThat(done.statusCode()).isEqualTo(201);
            assertThat(opened).hasValue(2);
            assertThat(received).containsExactly("bytes", "bytes");

            var mismatch = new MismatchException("not what it says");
            RequestBody bad = RequestBody.of(5, () -> {
                throw mismatch;
            });
            assertThatThrownBy(() -> client.send(RegistryRequest.of("PUT", client.uri("blobs/uploads/1"), bad), true))
                    .isSameAs(mismatch);
        }
    }

    @ParameterizedTest
    @CsvSource({"PUT, 3", "POST, 3", "DELETE, 3", "GET, 3", "PATCH, 1"})
    void only_what_may_be_repeated_is_sent_again_when_its_answer_is_lost(String method, int times) throws Exception {
        try (Loopback registry = Loopback.start(exchange -> {
            exchange.getRequestBody().readAllBytes();
            throw new IOException("no answer");
        })) {
            var client = new RegistryClient(registry.host(), "team/app", settings());
            assertThatThrownBy(() ->
                            client.send(RegistryRequest.of(method, client.uri("blobs/uploads/1"), new byte[3]), true))
                    .hasMessageContaining("registry " + registry.host() + " cannot be reached");
            assertThat(slept).hasSize(times - 1);
        }
    }

    private RegistrySettings at(Instant now) {
        return settings()
                .withTiming(new RegistrySettings.Timing(slept::add, () -> 0.5, Clock.fixed(now, ZoneOffset.UTC)));
    }

    private static FakeRegistry.Hook limited(String retryAfter) {
        return exchange -> {
            exchange.getResponseHeaders().set("Retry-After", retryAfter);
            FakeRegistry.answer(exchange, 429, "", new byte[0]);
            return true;
        };
    }

    private static Descriptor unknown() {
        return new Descriptor("x/y", dev.attest.oci.Digest.parse("sha256:" + "ab".repeat(32)), 3);
    }

    private static void pause() {
        try {
            Thread.sleep(100);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1:99999/x", "http://127.0.0.1:0/x"})
    void an_address_that_no_host_has_is_an_error_that_names_the_registry(String location) throws Exception {
        try (FakeRegistry registry = registry();
                Repository repository = repository(registry)) {
            registry.hook(exchange -> {
                exchange.getResponseHeaders().set("Location", location);
                FakeRegistry.answer(exchange, 307, "", new byte[0]);
                return true;
            });
            assertThatThrownBy(() -> repository.resolve(reference(registry, ":latest")))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(registry.host());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc", "-7", "99999999999999999999", "1\r\nContent-Length: 2", "0x10"})
    void a_length_that_is_none_is_an_error_that_names_the_registry(String length) throws Exception {
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            var thread = new Thread(() -> lie(server, length), "liar");
            thread.setDaemon(true);
            thread.start();
            String host = "127.0.0.1:" + server.getLocalPort();
            var client = new RegistryClient(host, "team/app", settings().withTimeout(Duration.ofSeconds(1)));
            assertThatThrownBy(
                            () -> Answers.body(client.send(RegistryRequest.of("GET", client.uri("x")), false), 10, "x"))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(host);
        }
    }

    private static void lie(ServerSocket server, String length) {
        for (int i = 0; i < Transport.TRIES; i++) {
            try (Socket socket = server.accept()) {
                socket.getInputStream().read(new byte[2000]);
                String head = "HTTP/1.1 200 OK\r\nContent-Length: " + length + "\r\n\r\n";
                socket.getOutputStream().write(head.getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                return;
            }
        }
    }
}
