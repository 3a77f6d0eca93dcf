package dev.attest.oci.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attest.oci.Artifact;
import dev.attest.oci.Credentials;
import dev.attest.oci.Descriptor;
import dev.attest.oci.Digest;
import dev.attest.oci.Image;
import dev.attest.oci.ImageReader;
import dev.attest.oci.MalformedImageException;
import dev.attest.oci.MediaTypes;
import dev.attest.oci.MismatchException;
import dev.attest.oci.NotFoundException;
import dev.attest.oci.Reference;
import dev.attest.oci.References;
import dev.attest.oci.RegistrySettings;
import dev.attest.oci.Repositories;
import dev.attest.oci.Repository;
import dev.attest.testvectors.FakeRegistry;
import dev.attest.testvectors.FakeRegistry.Habit;
import dev.attest.testvectors.LayoutBuilder;
import dev.attest.testvectors.TarWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RegistryRepositoryTest {
    private static final String BUNDLE = "application/vnd.dev.sigstore.bundle.v0.3+json";

    @TempDir
    private Path folder;

    private final List<Duration> slept = new ArrayList<>();

    @ParameterizedTest
    @EnumSource(Habit.class)
    void image_is_read_whatever_the_registrys_habits(Habit habit) throws Exception {
        try (FakeRegistry registry = registry(habit);
                Repository repository = repository(registry)) {
            Descriptor root = repository.resolve(reference(registry, ":latest"));
            Image image = ImageReader.read(repository, root);
            assertThat(image.platforms()).hasSize(1);
            Descriptor layer = image.platforms().get(0).layers().get(0);
            try (InputStream blob = repository.blob(layer)) {
                assertThat(blob.readAllBytes()).hasSize((int) layer.size());
            }
            assertThat(repository.resolve(reference(registry, "@" + root.digest())))
                    .isEqualTo(root);
        }
    }

    @ParameterizedTest
    @EnumSource(Habit.class)
    void artifacts_are_attached_and_found_whatever_the_registrys_habits(Habit habit) throws Exception {
        try (FakeRegistry registry = registry(habit);
                Repository repository = repository(registry)) {
            Descriptor root = repository.resolve(reference(registry, ":latest"));
            List<Descriptor> attached = repository.attach(root, List.of(artifact("a"), artifact("b"), artifact("c")));
            assertThat(repository.referrers(root.digest()))
                    .extracting(Descriptor::digest)
                    .containsExactlyInAnyOrderElementsOf(
                            attached.stream().map(Descriptor::digest).toList());
            for (Descriptor manifest : attached) {
                assertThat(repository.manifest(manifest)).hasSize((int) manifest.size());
            }
            long before = pushes(registry);
            assertThat(repository.attach(root, List.of(artifact("b")))).containsExactly(attached.get(1));
            assertThat(pushes(registry) - before).isLessThanOrEqualTo(1);
        }
    }

    @Test
    void manifest_of_an_artifact_is_what_the_specification_says() throws Exception {
        try (FakeRegistry registry = registry();
                Repository repository = repository(registry)) {
            Descriptor root = repository.resolve(reference(registry, ":latest"));
            Descriptor attached =
                    repository.attach(root, List.of(artifact("x"))).get(0);
            String layer = "{\"digest\":\"" + Digest.sha256("x".getBytes(StandardCharsets.UTF_8))
                    + "\",\"mediaType\":\"" + BUNDLE + "\",\"size\":1}";
            assertThat(new String(repository.manifest(attached), StandardCharsets.UTF_8))
                    .isEqualTo(
                            "{\"annotations\":{\"dev.sigstore.bundle.content\":\"dsse-envelope\"},\"artifactType\":\""
                                    + BUNDLE + "\",\"config\":{\"digest\":"
                                    + "\"sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a\","
                                    + "\"mediaType\":\"application/vnd.oci.empty.v1+json\",\"size\":2},\"layers\":["
                                    + layer
                                    + "],\"mediaType\":\"" + MediaTypes.OCI_MANIFEST + "\",\"schemaVersion\":2,"
                                    + "\"subject\":{\"digest\":\"" + root.digest() + "\",\"mediaType\":\""
                                    + root.mediaType()
                                    + "\",\"size\":" + root.size() + "}}");
            Descriptor listed = repository.referrers(root.digest()).get(0);
            assertThat(listed.artifactType()).contains(BUNDLE);
            assertThat(listed.annotations()).containsEntry("dev.sigstore.bundle.content", "dsse-envelope");
        }
    }

    @Test
    void fallback_index_is_written_once_and_keeps_the_entries_of_others() throws Exception {
        try (FakeRegistry registry = registry();
                Repository repository = repository(registry)) {
            Descriptor root = repository.resolve(reference(registry, ":latest"));
            String other = "{\"mediaType\":\"" + MediaTypes.OCI_MANIFEST + "\",\"digest\":\"sha256:" + "ab".repeat(32)
                    + "\",\"size\":7,\"x-unknown\":{\"b\":[1,2.5],\"a\":null}}";
            registry.manifest(tag(root), MediaTypes.OCI_INDEX, index(other));
            repository.attach(root, List.of(artifact("a"), artifact("b")));
            String index = new String(registry.manifest(tag(root)), StandardCharsets.UTF_8);
            assertThat(index)
                    .contains("\"x-unknown\":{\"a\":null,\"b\":[1,2.5]}")
                    .contains("\"k\":\"v\"");
            assertThat(repository.referrers(root.digest())).hasSize(3);
            assertThat(registry.requests().stream().filter(("PUT /v2/team/app/manifests/" + tag(root))::equals))
                    .hasSize(1);
        }
    }

    @Test
    void api_that_answers_is_asked_and_the_fallback_tag_too() throws Exception {
        try (FakeRegistry registry = registry(Habit.REFERRERS_API);
                Repository repository = repository(registry)) {
            Descriptor root = repository.resolve(reference(registry, ":latest"));
            String older = "{\"mediaType\":\"" + MediaTypes.OCI_MANIFEST + "\",\"digest\":\"sha256:" + "ab".repeat(32)
                    + "\",\"size\":7}";
            registry.manifest(tag(root), MediaTypes.OCI_INDEX, index(older));
            repository.attach(root, List.of(artifact("a")));
            assertThat(repository.referrers(root.digest())).hasSize(2);
            assertThat(registry.requests()).doesNotContain("PUT /v2/team/app/manifests/" + tag(root));
        }
    }

    @Test
    void pages_of_referrers_are_all_read() throws Exception {
        try (FakeRegistry registry = registry(Habit.REFERRERS_API, Habit.PAGES);
                Repository repository = repository(registry)) {
            Descriptor root = repository.resolve(reference(registry, ":latest"));
            var artifacts = new ArrayList<Artifact>();
            for (int i = 0; i < 7; i++) {
                artifacts.add(artifact("n" + i));
            }
            repository.attach(root, artifacts);
            assertThat(repository.referrers(root.digest())).hasSize(7);
        }
    }

    @Test
    void entry_that_another_writer_drops_is_put_back() throws Exception {
        try (FakeRegistry registry = registry();
                Repository repository = repository(registry)) {
            Descriptor root = repository.resolve(reference(registry, ":latest"));
            var drops = new AtomicInteger(2);
            registry.hook(exchange -> {
                boolean read = exchange.getRequestMethod().equals("GET")
                        && exchange.getRequestURI().getPath().endsWith(tag(root));
                if (read && registry.manifest(tag(root)).length > 0 && drops.getAndDecrement() > 0) {
                    registry.manifest(tag(root), MediaTypes.OCI_INDEX, index());
                }
                return false;
            });
            repository.attach(root, List.of(artifact("a"), artifact("b")));
            assertThat(repository.referrers(root.digest())).hasSize(2);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void writers_at_once_lose_nothing(boolean etag) throws Exception {
        int writers = 4;
        try (FakeRegistry registry = etag ? registry(Habit.ETAG) : registry()) {
            RegistrySettings real = settings().withSleeper(duration -> Thread.sleep(duration.toMillis()));
            var tasks = new ArrayList<Callable<List<Descriptor>>>();
            for (int i = 0; i < writers; i++) {
                String name = "w" + i;
                tasks.add(() -> {
                    try (Repository repository = new RegistryRepository(registry.host(), "team/app", real)) {
                        Descriptor root = repository.resolve(reference(registry, ":latest"));
                        return repository.attach(root, List.of(artifact(name), artifact(name + "+")));
                    }
                });
            }
            var threads = Executors.newFixedThreadPool(writers);
            for (Future<List<Descriptor>> done : threads.invokeAll(tasks)) {
                assertThat(done.get()).hasSize(2);
            }
            threads.shutdown();
            try (Repository repository = repository(registry)) {
                Descriptor root = repository.resolve(reference(registry, ":latest"));
                assertThat(repository.referrers(root.digest())).hasSize(2 * writers);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"404", "400", "405", "406"})
    void answers_that_mean_no_api_lead_to_the_fallback_tag(int status) throws Exception {
        try (FakeRegistry registry = registry();
                Repository repository = repository(registry)) {
            Descriptor root = repository.resolve(reference(registry, ":latest"));
            registry.hook(referrersAnswer(status, "text/html"));
            repository.attach(root, List.of(artifact("a")));
            assertThat(repository.referrers(root.digest())).hasSize(1);
        }
    }

    @Test
    void page_of_html_is_not_an_api() throws Exception {
        try (FakeRegistry registry = registry();
                Repository repository = repository(registry)) {
            Descriptor root = repository.resolve(reference(registry, ":latest"));
            registry.hook(referrersAnswer(200, "text/html"));
            assertThat(repository.referrers(root.digest())).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "429, rate limit",
        "500, answered 500",
        "503, answered 503",
        "401, refuses access",
        "403, docker login",
        "410, answered 410"
    })
    void failed_listing_is_an_error_and_never_an_empty_list(int status, String message) throws Exception {
        try (FakeRegistry registry = registry();
                Repository repository = repository(registry)) {
            Descriptor root = repository.resolve(reference(registry, ":latest"));
            registry.hook(referrersAnswer(status, "application/json"));
            assertThatThrownBy(() -> repository.referrers(root.digest()))
                    .isInstanceOf(IOException.class)
                    .isNotInstanceOf(NotFoundException.class)
                    .hasMessageContaining(message);
        }
    }

    @Test
    void failed_fallback_listing_is_an_error_too() throws Exception {
        try (FakeRegistry registry = registry();
                Repository repository = repository(registry)) {
            Descriptor root = repository.resolve(reference(registry, ":latest"));
            registry.hook(exchange -> {
                boolean tag = exchange.getRequestURI().getPath().endsWith(tag(root));
                if (tag) {
                    FakeRegistry.answer(exchange, 503, "", new byte[0]);
                }
                return tag;
            });
            assertThatThrownBy(() -> repository.referrers(root.digest())).hasMessageContaining("answered 503");
        }
    }

    @Test
    void busy_registry_is_asked_again_after_the_time_it_names() throws Exception {
        try (FakeRegistry registry = registry();
                Repository repository = repository(registry)) {
            var refusals = new AtomicInteger(2);
            registry.hook(exchange -> {
                boolean refuse = refusals.getAndDecrement() > 0;
                if (refuse) {
                    exchange.getResponseHeaders().set("Retry-After", "7");
                    FakeRegistry.answer(exchange, 429, "", new byte[0]);
                }
                return refuse;
            });
            repository.resolve(reference(registry, ":latest"));
            assertThat(slept).containsExactly(Duration.ofSeconds(7), Duration.ofSeconds(7));
        }
    }

    @Test
    void registry_that_asks_for_an_hour_is_not_waited_for() throws Exception {
        try (FakeRegistry registry = registry();
                Repository repository = repository(registry)) {
            registry.hook(exchange -> {
                exchange.getResponseHeaders().set("Retry-After", "3600");
                FakeRegistry.answer(exchange, 429, "", new byte[0]);
                return true;
            });
            assertThatThrownBy(() -> repository.resolve(reference(registry, ":latest")))
                    .hasMessageContaining("rate limit")
                    .hasMessageContaining("3600 seconds");
            assertThat(registry.requests()).hasSize(1);
        }
    }

    @Test
    void registry_that_is_down_is_named() throws Exception {
        String host;
        try (FakeRegistry registry = FakeRegistry.start()) {
            host = registry.host();
        }
        try (Repository repository = new RegistryRepository(host, "team/app", settings())) {
            assertThatThrownBy(() -> repository.resolve(References.parse(host + "/team/app:1", Optional.empty())))
                    .hasMessage("registry " + host + " cannot be reached: connection refused");
            assertThat(slept).hasSize(2);
        }
    }

    @Test
    void silence_ends_in_an_error() throws Exception {
        try (FakeRegistry registry = registry();
                Repository repository = new RegistryRepository(
                        registry.host(), "team/app", settings().withTimeout(Duration.ofMillis(300)))) {
            Descriptor root = repository.resolve(reference(registry, ":latest"));
            registry.hook(exchange -> {
                // Half an answer, and then nothing more.
                exchange.sendResponseHeaders(200, root.size());
                exchange.getResponseBody().write('{');
                exchange.getResponseBody().flush();
                return true;
            });
            assertThatThrownBy(() -> repository.blob(root).readAllBytes()).hasMessageContaining("nothing arrived");
        }
    }

    @Test
    void manifest_with_another_digest_is_refused_whatever_the_headers_say() throws Exception {
        try (FakeRegistry registry = registry();
                Repository repository = repository(registry)) {
            Digest digest = Digest.parse("sha256:" + "ab".repeat(32));
            registry.manifest(digest.toString(), MediaTypes.OCI_MANIFEST, registry.manifest("latest"));
            assertThatThrownBy(() -> repository.resolve(reference(registry, "@" + digest)))
                    .isInstanceOf(MalformedImageException.class)
                    .hasMessageContaining("the content's digest is");
            var descriptor = new Descriptor(MediaTypes.OCI_MANIFEST, digest, registry.manifest("latest").length);
            assertThatThrownBy(() -> repository.manifest(descriptor)).isInstanceOf(MalformedImageException.class);
        }
    }

    @Test
    void blob_with_other_content_never_ends_well() throws Exception {
        try (FakeRegistry registry = registry();
                Repository repository = repository(registry)) {
            registry.hook(exchange -> {
                FakeRegistry.answer(exchange, 200, "", "evil".getBytes(StandardCharsets.UTF_8));
                return true;
            });
            Descriptor good = new Descriptor("x/y", Digest.sha256("good".getBytes(StandardCharsets.UTF_8)), 4);
            assertThatThrownBy(() -> repository.blob(good).readAllBytes()).isInstanceOf(MismatchException.class);
        }
    }

    @Test
    void wrong_login_says_what_to_do() throws Exception {
        try (FakeRegistry registry = registry(Habit.TOKEN);
                Repository repository = new RegistryRepository(
                        registry.host(), "team/app", settings().withCredentials(Credentials.none()))) {
            assertThatThrownBy(() -> repository.resolve(reference(registry, ":latest")))
                    .hasMessageContaining("docker login " + registry.host())
                    .hasMessageNotContaining(FakeRegistry.PASSWORD);
        }
    }

    @Test
    void missing_tag_is_not_found() throws Exception {
        try (FakeRegistry registry = registry();
                Repository repository = repository(registry)) {
            assertThatThrownBy(() -> repository.resolve(reference(registry, ":other")))
                    .isInstanceOf(NotFoundException.class)
                    .hasMessageContaining("MANIFEST_UNKNOWN");
        }
    }

    private FakeRegistry registry(Habit... habits) throws IOException {
        String digest = LayoutBuilder.image(
                folder, new TarWriter().file("etc/app", "content").bytes());
        FakeRegistry registry = FakeRegistry.start(habits);
        registry.load(folder, "latest", digest);
        return registry;
    }

    private RegistrySettings settings() {
        return RegistrySettings.standard(Map.of())
                .withSleeper(slept::add)
                .withCredentials((registry, repository) ->
                        Optional.of(Credentials.Login.password(FakeRegistry.USER, FakeRegistry.PASSWORD)));
    }

    private Repository repository(FakeRegistry registry) throws IOException, MalformedImageException {
        return new Repositories(settings()).open(reference(registry, ":latest"));
    }

    private static Reference reference(FakeRegistry registry, String suffix) {
        return References.parse(registry.host() + "/team/app" + suffix, Optional.empty());
    }

    private static Artifact artifact(String text) {
        return new Artifact(
                BUNDLE, text.getBytes(StandardCharsets.UTF_8), Map.of("dev.sigstore.bundle.content", "dsse-envelope"));
    }

    private static String tag(Descriptor root) {
        return root.digest().toString().replace(':', '-');
    }

    private static byte[] index(String... entries) {
        return ("{\"schemaVersion\":2,\"mediaType\":\"" + MediaTypes.OCI_INDEX + "\",\"manifests\":["
                        + String.join(",", entries) + "],\"annotations\":{\"k\":\"v\"}}")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static FakeRegistry.Hook referrersAnswer(int status, String mediaType) {
        return exchange -> {
            boolean referrers = exchange.getRequestURI().getPath().contains("/referrers/");
            if (referrers) {
                FakeRegistry.answer(exchange, status, mediaType, "nothing".getBytes(StandardCharsets.UTF_8));
            }
            return referrers;
        };
    }

    private static long pushes(FakeRegistry registry) {
        return registry.requests().stream()
                .filter(request -> request.startsWith("PUT") || request.startsWith("POST"))
                .count();
    }
}
