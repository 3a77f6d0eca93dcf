package dev.attest.signing.tuf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import dev.attest.signing.tuf.metadata.Check;
import dev.attest.signing.tuf.metadata.TufException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A repository whose server fails in every way. */
class TufServerTest {
    @TempDir
    Path folder;

    private final CountDownLatch over = new CountDownLatch(1);
    private TestRepository repository;
    private TufClient client;

    @BeforeEach
    void start() throws Exception {
        repository = new TestRepository();
        repository.target("targets", "file", "content");
        repository.publish("targets", "snapshot", "timestamp");
        client = repository.client(folder);
    }

    @AfterEach
    void stop() {
        over.countDown();
        repository.close();
    }

    private String target() throws Exception {
        return new String(client.view(CachePolicy.ask()).target("file"), StandardCharsets.UTF_8);
    }

    private static String targetPath() {
        return "/targets/" + TestRepository.hex("content".getBytes(StandardCharsets.UTF_8)) + ".file";
    }

    private static void endless(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        byte[] spaces = " ".repeat(8192).getBytes(StandardCharsets.UTF_8);
        OutputStream out = exchange.getResponseBody();
        for (int i = 0; i < 1 << 16; i++) {
            out.write(spaces);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/2.root.json", "/timestamp.json", "/2.snapshot.json", "/2.targets.json", "target"})
    void data_without_end_is_cut_off(String path) throws Exception {
        String broken = path.equals("target") ? targetPath() : path;
        repository.answers.put(broken, TufServerTest::endless);
        TufException refusal = catchThrowableOfType(TufException.class, this::target);
        assertThat(refusal.check()).isEqualTo(Check.LENGTH);
        assertThat(repository.requests.stream().filter(broken::equals)).hasSize(1);

        repository.answers.clear();
        assertThat(target()).isEqualTo("content");
    }

    @ParameterizedTest
    @CsvSource({"404, 1", "403, 1", "301, 1", "302, 1", "204, 1", "500, 3", "503, 3", "429, 3"})
    void a_status_of_failure_is_an_error_and_asked_again_only_where_that_helps(int status, int requests)
            throws Exception {
        for (String path : new String[] {"/timestamp.json", "/2.snapshot.json", "/2.targets.json", targetPath()}) {
            repository.requests.clear();
            repository.answers.put(path, exchange -> {
                exchange.getResponseHeaders().add("Location", "/1.root.json");
                exchange.sendResponseHeaders(status, -1);
            });
            assertThatThrownBy(this::target)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("the TUF repository 127.0.0.1:");
            assertThat(repository.requests.stream().filter(path::equals)).hasSize(requests);
            repository.answers.clear();
        }
        assertThat(target()).isEqualTo("content");
    }

    @ParameterizedTest
    @CsvSource({"404, true", "403, true", "302, false", "500, false", "200, false"})
    void only_a_clear_no_ends_the_chain_of_roots(int status, boolean fine) throws Exception {
        repository.answers.put("/2.root.json", exchange -> exchange.sendResponseHeaders(status, -1));
        if (fine) {
            assertThat(target()).isEqualTo("content");
        } else {
            assertThatThrownBy(this::target).isInstanceOfAny(IOException.class, TufException.class);
        }
    }

    @Test
    void a_server_that_recovers_is_asked_again() throws Exception {
        var failures = new AtomicInteger(2);
        byte[] file = repository.file("/timestamp.json");
        repository.answers.put("/timestamp.json", exchange -> {
            if (failures.getAndDecrement() > 0) {
                exchange.sendResponseHeaders(500, -1);
            } else {
                exchange.sendResponseHeaders(200, file.length);
                exchange.getResponseBody().write(file);
            }
        });
        assertThat(target()).isEqualTo("content");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/2.root.json", "/timestamp.json", "/2.targets.json"})
    void a_server_that_stalls_is_given_up(String path) throws Exception {
        client.view(CachePolicy.ask());
        repository.publish("targets", "snapshot", "timestamp");
        repository.answers.put(path, exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write('{');
            exchange.getResponseBody().flush();
            await();
        });
        repository.answers.put("/3.targets.json", exchange -> await());
        var impatient = new TufClient(
                TufRepository.mirror(repository.address()),
                TufCache.in(folder),
                TestRepository.service(Duration.ofMillis(200)),
                repository.clock);
        assertThatThrownBy(() -> impatient.view(CachePolicy.ask()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("did not answer within 200 ms");
    }

    @Test
    void a_server_that_is_not_there_is_an_error() throws Exception {
        repository.close();
        assertThatThrownBy(this::target).isInstanceOf(IOException.class).hasMessageContaining("refused the connection");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://tuf.example",
                "ftp://localhost",
                "https://user@tuf.example",
                "https://tuf.example/?x=y",
                "https://tuf.example/#x",
                "file:///tmp"
            })
    void an_address_that_is_no_mirror_is_refused(String address) {
        assertThatThrownBy(() -> TufRepository.mirror(java.net.URI.create(address)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private void await() {
        try {
            over.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
