package dev.attest.oci.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attest.oci.Descriptor;
import dev.attest.oci.MediaTypes;
import dev.attest.oci.RegistrySettings;
import dev.attest.oci.Repository;
import dev.attest.testvectors.FakeRegistry;
import dev.attest.testvectors.FakeRegistry.Habit;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Writers at once on a registry without the API, whose answers take differently long. */
class ConcurrentAttachTest extends RegistryFixture {
    private static final int WRITERS = 8;
    private static final String FOREIGN = "X-Foreign";

    private static FakeRegistry.Hook latency(int mostMillis) {
        var random = new Random(1);
        return exchange -> {
            int millis;
            synchronized (random) {
                millis = random.nextInt(mostMillis);
            }
            try {
                // Whoever takes longer between reading and writing than all others wait would win in the end.
                Thread.sleep(exchange.getRequestHeaders().containsKey(FOREIGN) ? 0 : millis);
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            return false;
        };
    }

    private List<Descriptor> attachAsOneProcess(FakeRegistry registry, String name) throws Exception {
        RegistrySettings real = settings().withSleeper(duration -> Thread.sleep(duration.toMillis()));
        try (Repository repository = new RegistryRepository(registry.host(), "team/app", real)) {
            Descriptor root = repository.resolve(reference(registry, ":latest"));
            return repository.attach(root, List.of(artifact(name), artifact(name + "+")));
        }
    }

    /** Reads, adds and writes back as many clients do: unguarded, and without a look at what became of it. */
    private static List<Descriptor> unguarded(FakeRegistry registry, Descriptor root) throws Exception {
        HttpClient client = HttpClient.newHttpClient();
        URI tag = URI.create("http://" + registry.host() + "/v2/team/app/manifests/" + tag(root));
        for (int i = 0; i < 5; i++) {
            HttpResponse<String> read = client.send(
                    HttpRequest.newBuilder(tag).header(FOREIGN, "1").build(), HttpResponse.BodyHandlers.ofString());
            String old = read.statusCode() == 200 ? read.body() : new String(index(), StandardCharsets.UTF_8);
            String entry = "{\"size\":7,\"mediaType\":\"" + MediaTypes.OCI_MANIFEST + "\",\"digest\":\"sha256:"
                    + ("0" + i).repeat(32) + "\"}";
            String changed =
                    old.replace("\"manifests\":[", "\"manifests\":[" + entry + (old.contains("[]") ? "" : ","));
            client.send(
                    HttpRequest.newBuilder(tag)
                            .header("Content-Type", MediaTypes.OCI_INDEX)
                            .header(FOREIGN, "1")
                            .PUT(HttpRequest.BodyPublishers.ofString(changed))
                            .build(),
                    HttpResponse.BodyHandlers.discarding());
            Thread.sleep(60);
        }
        return List.of();
    }

    @ParameterizedTest
    @CsvSource({"false,false", "true,false", "false,true", "true,true"})
    void eight_at_once_lose_nothing(boolean etag, boolean foreign) throws Exception {
        try (FakeRegistry registry = etag ? registry(Habit.ETAG) : registry();
                Repository repository = repository(registry)) {
            Descriptor root = repository.resolve(reference(registry, ":latest"));
            registry.hook(latency(40));
            var tasks = new ArrayList<Callable<List<Descriptor>>>();
            for (int i = 0; i < WRITERS; i++) {
                String name = "w" + i;
                tasks.add(() -> attachAsOneProcess(registry, name));
            }
            if (foreign) {
                tasks.add(() -> unguarded(registry, root));
            }
            var threads = Executors.newFixedThreadPool(tasks.size());
            var attached = new ArrayList<Descriptor>();
            for (Future<List<Descriptor>> done : threads.invokeAll(tasks)) {
                attached.addAll(done.get());
            }
            threads.shutdown();
            assertThat(attached).hasSize(2 * WRITERS);
            assertThat(repository.referrers(root.digest()))
                    .extracting(Descriptor::digest)
                    .containsAll(attached.stream().map(Descriptor::digest).collect(Collectors.toSet()));
        }
    }

    @Test
    void an_older_version_from_a_cache_is_not_written_upon() throws Exception {
        try (FakeRegistry registry = registry();
                Repository repository = repository(registry)) {
            Descriptor root = repository.resolve(reference(registry, ":latest"));
            String first = entry(1);
            registry.manifest(tag(root), MediaTypes.OCI_INDEX, index(first));
            byte[] old = registry.manifest(tag(root));
            var stale = new AtomicInteger();
            registry.hook(exchange -> {
                boolean read = exchange.getRequestMethod().equals("GET")
                        && exchange.getRequestURI().getPath().endsWith(tag(root));
                boolean written = registry.manifest(tag(root)).length > old.length;
                if (read && written && stale.incrementAndGet() <= 3) {
                    if (stale.get() == 1) {
                        // Meanwhile somebody else adds one, which nobody here has seen.
                        String now = new String(registry.manifest(tag(root)), StandardCharsets.UTF_8);
                        registry.manifest(
                                tag(root),
                                MediaTypes.OCI_INDEX,
                                now.replace("[" + first, "[" + first + "," + entry(2))
                                        .getBytes(StandardCharsets.UTF_8));
                    }
                    FakeRegistry.answer(exchange, 200, MediaTypes.OCI_INDEX, old);
                    return true;
                }
                return false;
            });
            repository.attach(root, List.of(artifact("a")));
            registry.hook(exchange -> false);
            assertThat(repository.referrers(root.digest())).hasSize(3);
            assertThat(stale.get()).isGreaterThan(3);
        }
    }

    @Test
    void an_entry_that_was_seen_and_is_dropped_meanwhile_is_put_back_as_it_was() throws Exception {
        try (FakeRegistry registry = registry();
                Repository repository = repository(registry)) {
            Descriptor root = repository.resolve(reference(registry, ":latest"));
            String odd = "{ \"size\":7.0e0 }"
                    .replace(
                            "7.0e0",
                            "7, \"x\":1.50E+2, \"mediaType\":\"" + MediaTypes.OCI_MANIFEST + "\", \"digest\":\"sha256:"
                                    + "ab".repeat(32) + "\"");
            registry.manifest(tag(root), MediaTypes.OCI_INDEX, index(odd));
            var dropped = new AtomicInteger();
            registry.hook(exchange -> {
                if (exchange.getRequestMethod().equals("POST") && dropped.getAndIncrement() == 0) {
                    registry.manifest(tag(root), MediaTypes.OCI_INDEX, index());
                }
                return false;
            });
            repository.attach(root, List.of(artifact("a")));
            assertThat(repository.referrers(root.digest())).hasSize(2);
            assertThat(new String(registry.manifest(tag(root)), StandardCharsets.UTF_8))
                    .contains(odd);
        }
    }

    @ParameterizedTest
    @CsvSource({"412,true", "412,false", "409,true"})
    void a_tag_that_may_not_change_is_named_and_a_broken_guard_is_left_out(int status, boolean always)
            throws Exception {
        try (FakeRegistry registry = registry(Habit.ETAG);
                Repository repository = repository(registry)) {
            Descriptor root = repository.resolve(reference(registry, ":latest"));
            registry.manifest(tag(root), MediaTypes.OCI_INDEX, index(entry(1)));
            registry.hook(exchange -> {
                boolean refused = exchange.getRequestMethod().equals("PUT")
                        && exchange.getRequestURI().getPath().endsWith(tag(root))
                        && (always || exchange.getRequestHeaders().containsKey("If-Match"));
                if (refused) {
                    FakeRegistry.answer(exchange, status, "", new byte[0]);
                }
                return refused;
            });
            if (always) {
                assertThatThrownBy(() -> repository.attach(root, List.of(artifact("a"))))
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining("push of " + registry.host() + "/team/app:" + tag(root))
                        .hasMessageContaining("answered " + status);
            } else {
                repository.attach(root, List.of(artifact("a")));
                assertThat(repository.referrers(root.digest())).hasSize(2);
            }
        }
    }

    private static String entry(int number) {
        return "{\"mediaType\":\"" + MediaTypes.OCI_MANIFEST + "\",\"digest\":\"sha256:" + ("0" + number).repeat(32)
                + "\",\"size\":7}";
    }
}
