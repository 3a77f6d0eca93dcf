package dev.attest.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attest.oci.content.Manifest;
import dev.attest.testvectors.FakeRegistry;
import dev.attest.testvectors.LayoutBuilder;
import dev.attest.testvectors.TarWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What one index lists is fetched side by side, once each, and an error is told where it belongs. */
final class DocumentsTest {
    private static final List<Platform> PLATFORMS =
            List.of(Platform.parse("linux/amd64"), Platform.parse("linux/arm64"), Platform.parse("linux/s390x"));

    private final ExecutorService executor = Executors.newFixedThreadPool(8);

    @TempDir
    Path folder;

    @AfterEach
    void stop() {
        executor.shutdownNow();
    }

    @Test
    void platforms_are_fetched_side_by_side_and_once() throws Exception {
        String root = index();
        try (FakeRegistry registry = FakeRegistry.start()) {
            registry.load(folder, "latest", root);
            var asked = Collections.synchronizedList(new ArrayList<String>());
            var together = new CyclicBarrier(PLATFORMS.size());
            registry.hook(exchange -> {
                String path = exchange.getRequestURI().getPath();
                asked.add(path);
                boolean child = path.contains("/manifests/sha256:") && !path.endsWith(root);
                if (child) {
                    meet(together);
                }
                return false;
            });

            Image image = read(registry, executor);

            assertThat(image.platforms()).extracting(PlatformImage::platform).containsExactlyElementsOf(PLATFORMS);
            assertThat(asked).doesNotHaveDuplicates().hasSize(1 + 2 * PLATFORMS.size());
        }
    }

    @Test
    void one_after_the_other_gives_the_same_image() throws Exception {
        String root = index();
        try (FakeRegistry registry = FakeRegistry.start()) {
            registry.load(folder, "latest", root);

            assertThat(read(registry, Runnable::run)).isEqualTo(read(registry, executor));
        }
    }

    @Test
    void platform_that_cannot_be_fetched_fails_the_image() throws Exception {
        String root = index();
        try (FakeRegistry registry = FakeRegistry.start()) {
            registry.load(folder, "latest", root);
            registry.hook(exchange -> {
                boolean config = exchange.getRequestURI().getPath().contains("/blobs/");
                if (config) {
                    FakeRegistry.answer(exchange, 403, "text/plain", new byte[0]);
                }
                return config;
            });

            assertThatThrownBy(() -> read(registry, executor))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("refuses access (403)");
        }
    }

    /** What waits is bounded by what descriptors say; the rest is fetched when it is asked for. */
    @Test
    void no_more_is_fetched_ahead_than_may_wait() throws Exception {
        String root = index();
        try (FakeRegistry registry = FakeRegistry.start()) {
            registry.load(folder, "latest", root);
            assertThat(askedAhead(registry, 2, 1 << 20)).isEqualTo(2);
            assertThat(askedAhead(registry, 9, 400)).isEqualTo(1);
        }
    }

    /** How many manifests of some 300 bytes are asked for before anybody wants one. */
    private static long askedAhead(FakeRegistry registry, int maxCount, long maxBytes) throws Exception {
        Reference reference = References.parse(registry.host() + "/team/app:latest", Optional.empty());
        try (Repository repository = new Repositories(() -> RegistrySettings.standard(Map.of())).open(reference);
                var documents = new Documents(repository, Runnable::run, maxCount, maxBytes)) {
            List<Descriptor> listed = Manifest.parse(repository.manifest(repository.resolve(reference)), "index")
                    .manifests();
            assertThat(listed).allMatch(one -> one.size() > 200 && one.size() <= 400);
            int before = registry.requests().size();
            documents.expect(listed);
            long asked = registry.requests().stream()
                    .skip(before)
                    .filter(request -> request.contains("/manifests/"))
                    .count();
            assertThat(documents.manifest(listed.get(listed.size() - 1)).isIndex())
                    .isFalse();
            return asked;
        }
    }

    private String index() {
        var builder = new LayoutBuilder(folder);
        byte[] layer = new TarWriter().file("etc/app", "content").bytes();
        String[] manifests = PLATFORMS.stream()
                .map(platform -> builder.image(platform.os(), platform.architecture(), "{}", layer))
                .toArray(String[]::new);
        String index = builder.index(manifests);
        builder.list(index, "latest").write();
        return LayoutBuilder.digestIn(index);
    }

    private static Image read(FakeRegistry registry, Executor executor) throws Exception {
        Reference reference = References.parse(registry.host() + "/team/app:latest", Optional.empty());
        try (Repository repository = new Repositories(() -> RegistrySettings.standard(Map.of())).open(reference)) {
            return ImageReader.read(repository, repository.resolve(reference), executor);
        }
    }

    private static void meet(CyclicBarrier together) {
        try {
            together.await(10, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException("they were not asked for side by side", e);
        }
    }
}
