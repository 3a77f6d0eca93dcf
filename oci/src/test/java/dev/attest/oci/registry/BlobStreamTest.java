package dev.attest.oci.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.attest.oci.Descriptor;
import dev.attest.oci.Digest;
import dev.attest.oci.MismatchException;
import dev.attest.oci.RegistrySettings;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BlobStreamTest {
    private static final int SIZE = 300_000;
    private static final byte[] CONTENT = content();
    private static final Descriptor BLOB = new Descriptor("x/y", Digest.sha256(CONTENT), SIZE);

    private final List<Duration> slept = new ArrayList<>();
    private final List<String> ranges = new CopyOnWriteArrayList<>();
    private final AtomicInteger asked = new AtomicInteger();

    private static byte[] content() {
        byte[] content = new byte[SIZE];
        new Random(7).nextBytes(content);
        return content;
    }

    @Test
    void download_that_breaks_off_goes_on_where_it_stopped() throws Exception {
        try (Loopback registry = serve(exchange -> part(exchange, 100_000))) {
            assertThat(read(registry)).isEqualTo(CONTENT);
            assertThat(asked()).containsExactly("none", "bytes=100000-", "bytes=200000-");
        }
    }

    @Test
    void registry_without_ranges_sends_all_again_and_what_was_seen_is_passed_over() throws Exception {
        try (Loopback registry = serve(exchange -> {
            int most = asked.incrementAndGet() * 120_000;
            whole(exchange, Math.min(most, SIZE));
        })) {
            assertThat(read(registry)).isEqualTo(CONTENT);
            assertThat(asked()).containsExactly("none", "bytes=120000-", "bytes=240000-");
        }
    }

    @Test
    void refused_range_and_a_wrong_one_lead_to_the_whole() throws Exception {
        for (int status : List.of(416, 206)) {
            ranges.clear();
            asked.set(0);
            try (Loopback registry = serve(exchange -> {
                if (asked.incrementAndGet() == 1) {
                    whole(exchange, 100_000);
                } else if (exchange.getRequestHeaders().containsKey("Range")) {
                    exchange.getResponseHeaders().set("Content-Range", "bytes 5-9/" + SIZE);
                    Loopback.answer(exchange, status, Arrays.copyOfRange(CONTENT, 5, 10));
                } else {
                    whole(exchange, SIZE);
                }
            })) {
                assertThat(read(registry)).isEqualTo(CONTENT);
                assertThat(ranges).containsExactly("none", "bytes=100000-", "none");
            }
        }
    }

    @Test
    void download_that_never_goes_on_ends_with_where_it_stood() throws Exception {
        try (Loopback registry = serve(exchange -> part(exchange, asked.incrementAndGet() == 1 ? 1000 : 0))) {
            assertThatThrownBy(() -> read(registry))
                    .isInstanceOf(IOException.class)
                    .isNotInstanceOf(MismatchException.class)
                    .hasMessageContaining(BLOB.digest().toString())
                    .hasMessageContaining("broke off at byte 1000 of 300000");
            assertThat(slept).hasSizeGreaterThanOrEqualTo(BlobStream.MAX_RESUMPTIONS);
        }
    }

    @Test
    void crumbs_do_not_keep_a_download_alive() throws Exception {
        try (Loopback registry = serve(exchange -> part(exchange, 10))) {
            assertThatThrownBy(() -> read(registry)).hasMessageContaining("broke off at byte");
            assertThat(asked()).hasSize(1 + BlobStream.MAX_RESUMPTIONS);
        }
    }

    @Test
    void pieces_that_are_not_the_blob_are_refused() throws Exception {
        try (Loopback registry = serve(exchange -> {
            if (asked.incrementAndGet() == 1) {
                whole(exchange, 100_000);
            } else {
                exchange.getResponseHeaders().set("Content-Range", "bytes 100000-299999/300000");
                Loopback.answer(exchange, 206, new byte[200_000]);
            }
        })) {
            assertThatThrownBy(() -> read(registry)).isInstanceOf(MismatchException.class);
        }
    }

    @Test
    void end_that_the_registry_announced_is_no_interruption() throws Exception {
        try (Loopback registry = serve(exchange -> Loopback.answer(exchange, 200, Arrays.copyOf(CONTENT, 10)))) {
            assertThatThrownBy(() -> read(registry))
                    .isInstanceOf(MismatchException.class)
                    .hasMessageContaining("ends after 10 of 300000");
            assertThat(ranges).hasSize(1);
        }
    }

    @Test
    void storages_address_is_asked_for_anew() throws Exception {
        var addresses = new AtomicInteger();
        try (Loopback registry = Loopback.start(exchange -> {
            String path = exchange.getRequestURI().getPath();
            if (path.startsWith("/v2/")) {
                exchange.getResponseHeaders().set("Location", "/storage/" + addresses.incrementAndGet());
                Loopback.answer(exchange, 307, new byte[0]);
            } else if (path.equals("/storage/" + addresses.get()) && asked.incrementAndGet() == addresses.get()) {
                ranges.add(String.valueOf(exchange.getRequestHeaders().getFirst("Range")));
                part(exchange, 160_000);
            } else {
                Loopback.answer(exchange, 403, new byte[0]);
            }
        })) {
            assertThat(read(registry)).isEqualTo(CONTENT);
            assertThat(asked()).containsExactly("null", "bytes=160000-");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void stalling_and_trickling_are_interruptions_too(boolean silent) throws Exception {
        try (Loopback registry = serve(exchange -> {
            if (asked.incrementAndGet() > 1) {
                part(exchange, SIZE);
                return;
            }
            exchange.sendResponseHeaders(200, SIZE);
            exchange.getResponseBody().write(CONTENT, 0, 1000);
            exchange.getResponseBody().flush();
            for (int i = 0; i < 40; i++) {
                pause();
                if (!silent) {
                    exchange.getResponseBody().write(CONTENT, 1000 + i, 1);
                    exchange.getResponseBody().flush();
                }
            }
        })) {
            assertThat(read(registry)).isEqualTo(CONTENT);
            assertThat(slept).hasSize(1);
        }
    }

    @Test
    void reader_may_take_its_time() throws Exception {
        try (Loopback registry = serve(exchange -> whole(exchange, SIZE))) {
            try (RegistryRepository repository = repository(registry);
                    InputStream blob = repository.blob(BLOB)) {
                assertThat(blob.read()).isGreaterThanOrEqualTo(0);
                for (int i = 0; i < 15; i++) {
                    pause();
                }
                assertThat(blob.readAllBytes()).hasSize(SIZE - 1);
            }
            assertThat(slept).isEmpty();
        }
    }

    /** The ranges without those that were asked for again because a connection had been closed meanwhile. */
    private List<String> asked() {
        return ranges.stream().distinct().toList();
    }

    private Loopback serve(HttpHandler handler) throws IOException {
        return Loopback.start(exchange -> {
            String range = exchange.getRequestHeaders().getFirst("Range");
            ranges.add(range == null ? "none" : range);
            handler.handle(exchange);
        });
    }

    /** What was asked for, of which only {@code most} bytes arrive. */
    private static void part(HttpExchange exchange, int most) throws IOException {
        String range = exchange.getRequestHeaders().getFirst("Range");
        int from = range == null ? 0 : Integer.parseInt(range.replaceAll("[^0-9]", ""));
        if (range != null) {
            exchange.getResponseHeaders().set("Content-Range", "bytes " + from + "-" + (SIZE - 1) + "/" + SIZE);
        }
        exchange.sendResponseHeaders(range == null ? 200 : 206, SIZE - from);
        exchange.getResponseBody().write(CONTENT, from, Math.min(most, SIZE - from));
        exchange.getResponseBody().flush();
        breakOff(most < SIZE - from);
    }

    private static void whole(HttpExchange exchange, int most) throws IOException {
        exchange.sendResponseHeaders(200, SIZE);
        exchange.getResponseBody().write(CONTENT, 0, most);
        exchange.getResponseBody().flush();
        breakOff(most < SIZE);
    }

    // What is still under way when a connection ends may be lost with it.
    private static void breakOff(boolean early) {
        if (early) {
            pause();
            pause();
        }
    }

    private byte[] read(Loopback registry) throws IOException {
        try (RegistryRepository repository = repository(registry);
                InputStream blob = repository.blob(BLOB)) {
            return blob.readAllBytes();
        }
    }

    private RegistryRepository repository(Loopback registry) {
        RegistrySettings settings = RegistryFixture.anonymous(slept).withTimeout(Duration.ofMillis(1200));
        return new RegistryRepository(registry.host(), "team/app", settings);
    }

    private static void pause() {
        try {
            Thread.sleep(100);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
