package dev.attest.oci.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attest.oci.Artifact;
import dev.attest.oci.Descriptor;
import dev.attest.oci.Digest;
import dev.attest.oci.Image;
import dev.attest.oci.ImageReader;
import dev.attest.oci.MediaTypes;
import dev.attest.oci.RegistrySettings;
import dev.attest.oci.Repository;
import dev.attest.testvectors.FakeRegistry;
import dev.attest.testvectors.FakeRegistry.Habit;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RegistryRepositoryTest extends RegistryFixture {
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
            assertThat(index).contains(other).contains("\"k\":\"v\"");
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

    /** Nobody has seen the other's entry when the list is written for the first time: only the registry can refuse. */
    @Test
    void first_list_of_another_that_comes_in_between_is_kept() throws Exception {
        try (FakeRegistry registry = registry(Habit.ETAG);
                Repository repository = repository(registry)) {
            Descriptor root = repository.resolve(reference(registry, ":latest"));
            String other = "{\"mediaType\":\"" + MediaTypes.OCI_MANIFEST + "\",\"digest\":\"sha256:" + "ab".repeat(32)
                    + "\",\"size\":7}";
            var between = new AtomicInteger(1);
            registry.hook(exchange -> {
                boolean write = exchange.getRequestMethod().equals("PUT")
                        && exchange.getRequestURI().getPath().endsWith(tag(root));
                if (write && between.getAndDecrement() > 0) {
                    registry.manifest(tag(root), MediaTypes.OCI_INDEX, index(other));
                }
                return false;
            });
            repository.attach(root, List.of(artifact("a")));
            assertThat(new String(registry.manifest(tag(root)), StandardCharsets.UTF_8))
                    .contains(other);
            assertThat(repository.referrers(root.digest())).hasSize(2);
        }
    }

    @Test
    void registry_that_takes_the_list_and_does_not_show_it_is_named() throws Exception {
        try (FakeRegistry registry = registry();
                Repository repository = repository(registry)) {
            Descriptor root = repository.resolve(reference(registry, ":latest"));
            registry.hook(exchange -> {
                boolean read = exchange.getRequestMethod().equals("GET")
                        && exchange.getRequestURI().getPath().endsWith(tag(root));
                if (read) {
                    FakeRegistry.answer(exchange, 404, "text/plain", new byte[0]);
                }
                return read;
            });
            assertThatThrownBy(() -> repository.attach(root, List.of(artifact("a"))))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("answers 404 for it");
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
}
