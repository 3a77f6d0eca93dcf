package dev.attest.oci.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attest.oci.Artifact;
import dev.attest.oci.Descriptor;
import dev.attest.oci.Digest;
import dev.attest.oci.MalformedImageException;
import dev.attest.oci.NotFoundException;
import dev.attest.oci.References;
import dev.attest.oci.Repository;
import dev.attest.testvectors.LayoutBuilder;
import dev.attest.testvectors.TarWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LayoutRepositoryTest {
    @TempDir
    private Path folder;

    @Test
    void image_is_found_by_tag_by_digest_and_alone() throws Exception {
        String digest =
                LayoutBuilder.image(folder, new TarWriter().file("a", "a").bytes());
        for (String suffix : List.of("", ":latest", "@" + digest)) {
            assertThat(resolve(suffix).digest()).hasToString(digest);
        }
        assertThatThrownBy(() -> resolve(":other")).isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> resolve("@sha256:" + "ab".repeat(32))).isInstanceOf(NotFoundException.class);
    }

    @Test
    void platform_is_found_by_its_digest_through_nested_indexes() throws Exception {
        var builder = new LayoutBuilder(folder);
        String image = builder.image("linux", "arm64", "{}");
        builder.list(builder.index(builder.index(image)), "latest").write();
        assertThat(resolve("@" + LayoutBuilder.digestIn(image)).digest()).hasToString(LayoutBuilder.digestIn(image));
    }

    @Test
    void several_images_are_named_in_the_refusal() throws Exception {
        var builder = new LayoutBuilder(folder);
        builder.list(builder.image("linux", "amd64", "{}"), "one")
                .list(builder.image("linux", "arm64", "{}"), "two")
                .write();
        assertThatThrownBy(() -> resolve(""))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining(":one")
                .hasMessageContaining(":two");
    }

    @Test
    void platforms_listed_beside_their_index_do_not_count() throws Exception {
        var builder = new LayoutBuilder(folder);
        String image = builder.image("linux", "amd64", "{}");
        String index = builder.index(image);
        builder.list(index, "latest").list(image).write();
        assertThat(resolve("").digest()).hasToString(LayoutBuilder.digestIn(index));
    }

    @Test
    void attached_artifacts_are_listed_once_and_leave_the_rest_alone() throws Exception {
        String digest = LayoutBuilder.image(folder, new TarWriter().bytes());
        Path index = folder.resolve("index.json");
        String before =
                Files.readString(index).replace("\"manifests\":[{", "\"manifests\":[{\"x-other\":{\"n\":1.50},");
        Files.writeString(index, before);
        try (Repository repository = new LayoutRepository(folder)) {
            Descriptor root = resolve("");
            List<Descriptor> attached = repository.attach(root, List.of(artifact("a"), artifact("b")));
            assertThat(repository.attach(root, List.of(artifact("a"), artifact("b"))))
                    .isEqualTo(attached);
            assertThat(repository.referrers(root.digest()))
                    .extracting(Descriptor::digest)
                    .containsExactlyInAnyOrder(
                            attached.get(0).digest(), attached.get(1).digest());
            assertThat(attached.get(0).artifactType()).contains("x/y");
            assertThat(repository.manifest(attached.get(0)))
                    .hasSize((int) attached.get(0).size());
            assertThat(resolve("").digest()).hasToString(digest);
        }
        assertThat(Files.readString(index)).contains("\"x-other\":{\"n\":1.5").doesNotContain("\"evil\"");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).noneMatch(file -> file.toString().endsWith(".tmp"));
        }
    }

    @Test
    void writers_at_once_lose_nothing() throws Exception {
        LayoutBuilder.image(folder, new TarWriter().bytes());
        Descriptor root = resolve("");
        var tasks = new ArrayList<Callable<List<Descriptor>>>();
        for (int i = 0; i < 12; i++) {
            String name = "w" + i;
            tasks.add(() -> {
                try (Repository repository = new LayoutRepository(folder)) {
                    return repository.attach(root, List.of(artifact(name)));
                }
            });
        }
        var threads = Executors.newFixedThreadPool(6);
        for (Future<List<Descriptor>> done : threads.invokeAll(tasks)) {
            assertThat(done.get()).hasSize(1);
        }
        threads.shutdown();
        try (Repository repository = new LayoutRepository(folder)) {
            assertThat(repository.referrers(root.digest())).hasSize(12);
        }
    }

    @Test
    void file_that_is_named_as_a_layout_is_said_to_be_one() throws Exception {
        Path file = Files.writeString(folder.resolve("app.tar"), "a tar");
        assertThatThrownBy(() -> new LayoutRepository(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("a file, not the folder of a layout")
                .hasMessageContaining("oci-archive:" + file);
    }

    @Test
    void what_is_no_layout_is_said_to_be_none() throws Exception {
        assertThatThrownBy(() -> new LayoutRepository(folder.resolve("missing")))
                .isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> resolve(""))
                .isInstanceOf(MalformedImageException.class)
                .hasMessageContaining("oci-layout");
        Files.writeString(folder.resolve("oci-layout"), "{\"imageLayoutVersion\":\"2.0.0\"}");
        assertThatThrownBy(() -> resolve("")).isInstanceOf(MalformedImageException.class);
        Files.writeString(folder.resolve("oci-layout"), "{\"imageLayoutVersion\":\"1.0.0\"}");
        assertThatThrownBy(() -> resolve(""))
                .isInstanceOf(MalformedImageException.class)
                .hasMessageContaining("index.json");
        Files.writeString(folder.resolve("index.json"), "[]");
        assertThatThrownBy(() -> resolve("")).isInstanceOf(MalformedImageException.class);
        Files.writeString(folder.resolve("index.json"), "{\"schemaVersion\":2,\"manifests\":[]}");
        assertThatThrownBy(() -> resolve("")).hasMessageContaining("lists no image");
    }

    @Test
    void blob_that_is_changed_or_leads_outside_is_refused() throws Exception {
        String digest = LayoutBuilder.image(folder, new TarWriter().bytes());
        Path blob = folder.resolve("blobs/sha256").resolve(digest.substring(7));
        String content = Files.readString(blob);
        Files.writeString(blob, content.replace("schemaVersion\":2", "schemaVersion\":3"));
        assertThatThrownBy(() -> resolve("@" + digest)).isInstanceOf(MalformedImageException.class);
        Files.writeString(blob, content + " ");
        assertThatThrownBy(() -> resolve("@" + digest)).isInstanceOf(MalformedImageException.class);
        Path outside = Files.createTempFile("outside", ".json");
        Files.writeString(outside, content);
        Files.delete(blob);
        Files.createSymbolicLink(blob, outside);
        assertThatThrownBy(() -> resolve("@" + digest))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("leaves the layout");
        Files.delete(blob);
        Files.createDirectory(blob);
        assertThatThrownBy(() -> resolve("@" + digest)).hasMessageContaining("not a regular file");
        Files.delete(outside);
    }

    @Test
    void blob_of_another_size_is_refused_before_it_is_read() throws Exception {
        String digest = LayoutBuilder.image(folder, new TarWriter().bytes());
        try (Repository repository = new LayoutRepository(folder)) {
            assertThatThrownBy(() -> repository.blob(new Descriptor("x/y", Digest.parse(digest), 1)))
                    .isInstanceOf(MalformedImageException.class);
        }
    }

    private Descriptor resolve(String suffix) throws IOException, MalformedImageException {
        try (Repository repository = new LayoutRepository(folder)) {
            return repository.resolve(References.parse("oci:" + folder + suffix, Optional.empty()));
        }
    }

    private static Artifact artifact(String text) {
        return new Artifact(
                "x/y",
                text.getBytes(StandardCharsets.UTF_8),
                Map.of("k", text, "org.opencontainers.image.ref.name", "evil"));
    }
}
