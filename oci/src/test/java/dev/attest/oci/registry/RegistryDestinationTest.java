package dev.attest.oci.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attest.oci.Descriptor;
import dev.attest.oci.Destination;
import dev.attest.oci.Destination.Taken;
import dev.attest.oci.Digest;
import dev.attest.oci.MalformedImageException;
import dev.attest.oci.MediaTypes;
import dev.attest.oci.Repository;
import dev.attest.oci.layout.LayoutRepository;
import dev.attest.testvectors.FakeRegistry;
import dev.attest.testvectors.FakeRegistry.Habit;
import dev.attest.testvectors.LayoutBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RegistryDestinationTest extends RegistryFixture {
    private static final String CONTENT = "a layer".repeat(40_000);

    private Path layout = Path.of("");
    private Descriptor blob = new Descriptor("", Digest.sha256(new byte[0]), 0);

    @BeforeEach
    void prepare() {
        layout = folder.resolve("source");
        var builder = new LayoutBuilder(layout);
        builder.list(builder.blob(LayoutBuilder.LAYER, CONTENT)).write();
        byte[] bytes = CONTENT.getBytes(StandardCharsets.UTF_8);
        blob = new Descriptor(LayoutBuilder.LAYER, Digest.sha256(bytes), bytes.length);
    }

    private Destination destination(FakeRegistry registry) {
        return new RegistryDestination(registry.host(), "other/app", settings());
    }

    private Taken give(FakeRegistry registry) throws Exception {
        try (Repository from = new LayoutRepository(layout);
                Destination to = destination(registry)) {
            return to.blob(from, blob);
        }
    }

    private static long count(FakeRegistry registry, String start) {
        return registry.requests().stream()
                .filter(request -> request.startsWith(start))
                .count();
    }

    @Test
    void a_blob_is_streamed_once() throws Exception {
        for (Habit[] habits : new Habit[][] {{}, {Habit.BASIC}, {Habit.TOKEN}}) {
            try (FakeRegistry registry = FakeRegistry.start(habits)) {
                assertThat(give(registry)).isEqualTo(Taken.WRITTEN);
                long pushes = pushes(registry);
                assertThat(give(registry)).isEqualTo(Taken.PRESENT);
                assertThat(pushes(registry)).isEqualTo(pushes);
            }
        }
    }

    @Test
    void a_source_that_lies_completes_no_upload() throws Exception {
        Files.writeString(
                layout.resolve("blobs/sha256").resolve(blob.digest().hex()), CONTENT.replace("layer", "lAyer"));
        try (FakeRegistry registry = FakeRegistry.start()) {
            assertThatThrownBy(() -> give(registry))
                    .isInstanceOf(MalformedImageException.class)
                    .hasMessageContaining(blob.digest().toString());
            assertThat(count(registry, "POST")).isEqualTo(1);
            try (Destination to = destination(registry)) {
                assertThat(to.blob(blob, CONTENT.getBytes(StandardCharsets.UTF_8)))
                        .isEqualTo(Taken.WRITTEN);
            }
        }
    }

    @Test
    void a_push_that_breaks_off_begins_anew_in_another_session() throws Exception {
        try (FakeRegistry registry = FakeRegistry.start()) {
            var broken = new AtomicInteger();
            registry.hook(exchange -> {
                boolean breaks = exchange.getRequestMethod().equals("PUT") && broken.incrementAndGet() <= 2;
                if (breaks) {
                    exchange.close();
                }
                return breaks;
            });
            assertThat(give(registry)).isEqualTo(Taken.WRITTEN);
            assertThat(count(registry, "POST")).isGreaterThanOrEqualTo(2);
        }
    }

    @Test
    void a_registry_that_forbids_or_is_full_is_named_with_its_answer() throws Exception {
        for (int status : new int[] {403, 413, 507}) {
            try (FakeRegistry registry = FakeRegistry.start()) {
                registry.hook(exchange -> {
                    boolean push = exchange.getRequestMethod().equals("PUT");
                    if (push) {
                        FakeRegistry.answer(exchange, status, "", new byte[0]);
                    }
                    return push;
                });
                assertThatThrownBy(() -> give(registry))
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining(String.valueOf(status))
                        .hasMessageContaining("push of " + registry.host() + "/other/app, blob sha256:");
            }
        }
    }

    @Test
    void a_registry_that_takes_no_uploads_is_named() throws Exception {
        try (FakeRegistry registry = FakeRegistry.start()) {
            registry.hook(exchange -> {
                boolean push = exchange.getRequestMethod().equals("POST");
                if (push) {
                    FakeRegistry.answer(exchange, 403, "", new byte[0]);
                }
                return push;
            });
            assertThatThrownBy(() -> give(registry))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("refuses access (403");
        }
    }

    @Test
    void a_blob_of_another_repository_is_mounted() throws Exception {
        try (FakeRegistry registry = registry();
                Repository from = repository(registry);
                Destination to = destination(registry)) {
            registry.hook(exchange -> {
                String query = String.valueOf(exchange.getRequestURI().getQuery());
                boolean head = exchange.getRequestMethod().equals("HEAD");
                if (head) {
                    FakeRegistry.answer(exchange, 404, "", new byte[0]);
                } else if (query.contains("mount=" + blob.digest()) && query.contains("from=team/app")) {
                    FakeRegistry.answer(exchange, 201, "", new byte[0]);
                    return true;
                }
                return head;
            });
            assertThat(to.blob(from, blob)).isEqualTo(Taken.MOUNTED);
            assertThat(count(registry, "PUT")).isZero();
        }
    }

    @Test
    void a_registry_that_does_not_mount_gets_the_blob_in_the_session_it_opened() throws Exception {
        try (FakeRegistry registry = registry();
                Repository from = repository(registry);
                Destination to = destination(registry)) {
            Descriptor config = from.resolve(reference(registry, ":latest"));
            var first = new AtomicInteger();
            registry.hook(exchange -> {
                boolean head = exchange.getRequestMethod().equals("HEAD");
                boolean mount =
                        String.valueOf(exchange.getRequestURI().getQuery()).contains("mount=");
                if (head) {
                    FakeRegistry.answer(exchange, 404, "", new byte[0]);
                } else if (mount && first.getAndIncrement() == 0) {
                    FakeRegistry.answer(exchange, 405, "", new byte[0]);
                    return true;
                }
                return head;
            });
            // Any content will do; that of the manifest is there as a blob too.
            assertThat(to.blob(from, config)).isEqualTo(Taken.WRITTEN);
            assertThat(count(registry, "POST")).isEqualTo(2);
        }
    }

    @Test
    void a_manifest_that_is_there_and_a_tag_that_is_right_are_not_written_again() throws Exception {
        byte[] manifest = ("{\"schemaVersion\":2,\"mediaType\":\"" + MediaTypes.OCI_MANIFEST + "\"}")
                .getBytes(StandardCharsets.UTF_8);
        var descriptor = new Descriptor(MediaTypes.OCI_MANIFEST, Digest.sha256(manifest), manifest.length);
        try (FakeRegistry registry = FakeRegistry.start();
                Destination to = destination(registry)) {
            assertThat(to.tagged("1")).isEmpty();
            assertThat(to.manifest(descriptor, manifest)).isEqualTo(Taken.WRITTEN);
            to.point(Optional.of("1"), descriptor, manifest);
            assertThat(to.tagged("1")).hasValue(manifest);
            long pushes = pushes(registry);
            assertThat(to.manifest(descriptor, manifest)).isEqualTo(Taken.PRESENT);
            to.point(Optional.of("1"), descriptor, manifest);
            to.point(Optional.empty(), descriptor, manifest);
            assertThat(pushes(registry)).isEqualTo(pushes);
        }
    }

    @Test
    void a_place_that_cannot_be_asked_is_an_error_and_not_an_absence() throws Exception {
        try (FakeRegistry registry = FakeRegistry.start();
                Destination to = destination(registry)) {
            registry.hook(exchange -> {
                FakeRegistry.answer(exchange, 403, "", new byte[0]);
                return true;
            });
            byte[] content = CONTENT.getBytes(StandardCharsets.UTF_8);
            assertThatThrownBy(() -> to.tagged("1")).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> to.manifest(blob, content)).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> to.blob(blob, content)).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> to.list(blob.digest(), java.util.List.of(blob)))
                    .isInstanceOf(IOException.class);
        }
    }
}
