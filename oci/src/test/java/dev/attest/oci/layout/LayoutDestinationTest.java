package dev.attest.oci.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attest.oci.Descriptor;
import dev.attest.oci.Destination;
import dev.attest.oci.Destination.Taken;
import dev.attest.oci.Digest;
import dev.attest.oci.MalformedImageException;
import dev.attest.oci.MediaTypes;
import dev.attest.oci.Reference;
import dev.attest.oci.Repository;
import dev.attest.testvectors.LayoutBuilder;
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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LayoutDestinationTest {
    @TempDir
    private Path work;

    private Path target = Path.of("");
    private Path source = Path.of("");
    private Descriptor blob = new Descriptor("", Digest.sha256(new byte[0]), 0);

    @BeforeEach
    void prepare() {
        source = work.resolve("source");
        target = work.resolve("target");
        var builder = new LayoutBuilder(source);
        byte[] content = "a layer".repeat(50_000).getBytes(StandardCharsets.UTF_8);
        builder.list(builder.blob(LayoutBuilder.LAYER, content)).write();
        blob = new Descriptor(LayoutBuilder.LAYER, Digest.sha256(content), content.length);
    }

    private Path blobIn(Path layout) {
        return layout.resolve("blobs/sha256").resolve(blob.digest().hex());
    }

    private Taken give() throws Exception {
        try (Repository from = new LayoutRepository(source);
                Destination to = new LayoutDestination(target)) {
            to.expect(List.of(blob));
            return to.blob(from, blob);
        }
    }

    private static Descriptor document(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return new Descriptor(MediaTypes.OCI_MANIFEST, Digest.sha256(bytes), bytes.length);
    }

    private Descriptor point(String tag, String text) throws Exception {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try (Destination to = new LayoutDestination(target)) {
            to.expect(List.of());
            to.manifest(document(text), bytes);
            to.point(Optional.of(tag).filter(name -> !name.isEmpty()), document(text), bytes);
            to.finish();
            return document(text);
        }
    }

    private static String manifest(String config) {
        return "{\"schemaVersion\":2,\"config\":{\"mediaType\":\"" + config + "\",\"digest\":\"sha256:"
                + "ab".repeat(32) + "\",\"size\":2},\"layers\":[]}";
    }

    private Descriptor resolve(String tag) throws Exception {
        try (Repository layout = new LayoutRepository(target)) {
            return layout.resolve(
                    new Reference.Layout(target, Optional.of(tag).filter(name -> !name.isEmpty()), Optional.empty()));
        }
    }

    @Test
    void a_blob_is_written_once() throws Exception {
        assertThat(give()).isEqualTo(Taken.WRITTEN);
        assertThat(give()).isEqualTo(Taken.PRESENT);
        assertThat(blobIn(target)).hasSameBinaryContentAs(blobIn(source));
    }

    @Test
    void a_file_of_another_digest_is_replaced() throws Exception {
        give();
        for (String other : List.of("short", "A layer".repeat(50_000))) {
            Files.writeString(blobIn(target), other);
            assertThat(give()).isEqualTo(Taken.WRITTEN);
            assertThat(blobIn(target)).hasSameBinaryContentAs(blobIn(source));
        }
    }

    @Test
    void a_link_in_the_place_of_a_blob_is_replaced_and_what_it_leads_to_is_not_touched() throws Exception {
        give();
        Path secret = Files.writeString(work.resolve("secret"), "secret");
        Files.delete(blobIn(target));
        Files.createSymbolicLink(blobIn(target), secret);
        assertThat(give()).isEqualTo(Taken.WRITTEN);
        assertThat(blobIn(target)).isRegularFile();
        assertThat(Files.isSymbolicLink(blobIn(target))).isFalse();
        assertThat(secret).hasContent("secret");
    }

    @Test
    void folders_that_are_links_out_of_the_layout_are_not_written_through() throws Exception {
        for (String folder : List.of("blobs", "blobs/sha256")) {
            target = work.resolve("linked-" + folder.length());
            Path outside = Files.createDirectory(work.resolve("outside-" + folder.length()));
            Files.createDirectories(target.resolve(folder).getParent());
            Files.writeString(target.resolve("oci-layout"), "{\"imageLayoutVersion\":\"1.0.0\"}");
            Files.createSymbolicLink(target.resolve(folder), outside);
            assertThatThrownBy(this::give).isInstanceOf(IOException.class).hasMessageContaining("leaves the layout");
            assertThat(outside).isEmptyDirectory();
        }
    }

    @Test
    void a_source_that_lies_leaves_nothing() throws Exception {
        Files.writeString(blobIn(source), "a layer".repeat(49_999) + "a liar!");
        assertThatThrownBy(this::give)
                .isInstanceOf(MalformedImageException.class)
                .hasMessageContaining(blob.digest().toString());
        try (Stream<Path> left = Files.walk(target)) {
            assertThat(left.filter(Files::isRegularFile)
                            .map(file -> file.getFileName().toString()))
                    .containsExactly("oci-layout");
        }
    }

    @Test
    void more_than_there_is_room_for_is_refused_before_anything_is_written() throws Exception {
        try (Destination to = new LayoutDestination(target)) {
            assertThatThrownBy(() -> to.expect(List.of(new Descriptor("", blob.digest(), Long.MAX_VALUE))))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("are free");
        }
        assertThat(target).isEmptyDirectory();
    }

    @Test
    void what_is_no_folder_or_no_layout_is_left_alone() throws Exception {
        Path file = Files.writeString(work.resolve("file"), "content");
        assertThatThrownBy(() -> new LayoutDestination(file)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> new LayoutDestination(file.resolve("below"))).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> new LayoutDestination(work))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("other content");
    }

    @Test
    void a_tag_moves_and_what_it_stood_for_stays() throws Exception {
        Descriptor old = point("1", manifest("a/1"));
        Descriptor now = point("1", manifest("a/2"));
        assertThat(resolve("1")).isEqualTo(now);
        try (Repository layout = new LayoutRepository(target)) {
            assertThat(layout.resolve(new Reference.Layout(target, Optional.empty(), Optional.of(old.digest()))))
                    .isEqualTo(old);
        }
        String before = Files.readString(target.resolve("index.json"));
        point("1", manifest("a/2"));
        point("", manifest("a/2"));
        assertThat(target.resolve("index.json")).hasContent(before);
    }

    @Test
    void an_image_without_a_tag_gets_one_and_stays_one_image() throws Exception {
        Descriptor image = point("", manifest("a/1"));
        assertThat(resolve("")).isEqualTo(image);
        point("late", manifest("a/1"));
        assertThat(resolve("late")).isEqualTo(image);
        assertThat(resolve("")).isEqualTo(image);
    }

    @Test
    void tags_of_old_are_no_images() throws Exception {
        Descriptor image = point("", manifest("a/1"));
        String tag = image.digest().toString().replace(':', '-');
        point(tag + ".sig", manifest("a/2"));
        point(tag + ".att", manifest("a/3"));
        assertThat(resolve("")).isEqualTo(image);
        try (Destination to = new LayoutDestination(target)) {
            assertThat(to.tagged(tag + ".sig"))
                    .hasValueSatisfying(bytes ->
                            assertThat(bytes).asString(StandardCharsets.UTF_8).isEqualTo(manifest("a/2")));
            assertThat(to.tagged("none")).isEmpty();
        }
    }

    @Test
    void entries_and_members_of_others_stay_as_they_are() throws Exception {
        point("1", manifest("a/1"));
        Path index = target.resolve("index.json");
        String foreign = Files.readString(index).replace("\"manifests\":[", "\"x-other\":{\"a\":1},\"manifests\":[");
        Files.writeString(index, foreign);
        point("2", manifest("a/2"));
        assertThat(Files.readString(index)).contains("\"x-other\":{\"a\":1}");
        Files.writeString(index, foreign.replace("{\"annotations\"", " {\"x\":1.50e+1, \"annotations\"") + "\n");
        String before = Files.readString(index);
        point("2", manifest("a/2"));
        String after = Files.readString(index);
        assertThat(after).endsWith("\n").startsWith(before.substring(0, before.indexOf(']')));
        // A tag that moves changes the entry that loses it, and no other.
        String others = after.substring(0, after.lastIndexOf("{\"annotations\""));
        point("2", manifest("a/3"));
        assertThat(Files.readString(index)).startsWith(others).contains(",{\"digest\":\"sha256:");
        point("", manifest("a/4"));
        point("4", manifest("a/4"));
        assertThat(Files.readString(index)).startsWith(others);
        assertThat(resolve("4")).isEqualTo(document(manifest("a/4")));
        Files.writeString(index, "{\"schemaVersion\":1}");
        assertThatThrownBy(() -> point("3", manifest("a/3"))).isInstanceOf(MalformedImageException.class);
    }

    @Test
    void a_referrer_becomes_no_tag() throws Exception {
        Descriptor image = point("1", manifest("a/1"));
        var referrer = new Descriptor(
                MediaTypes.OCI_MANIFEST,
                document(manifest("a/2")).digest(),
                document(manifest("a/2")).size(),
                Optional.of("application/x"),
                Map.of("org.opencontainers.image.ref.name", "1", "k", "v"),
                Optional.empty());
        try (Destination to = new LayoutDestination(target)) {
            to.expect(List.of());
            to.manifest(referrer, manifest("a/2").getBytes(StandardCharsets.UTF_8));
            to.list(image.digest(), List.of(referrer));
            to.finish();
            to.finish();
        }
        assertThat(resolve("1")).isEqualTo(image);
        assertThat(Files.readString(target.resolve("index.json"))).contains("\"k\":\"v\"");
    }

    @Test
    void many_writers_at_once_lose_nothing() throws Exception {
        var tasks = new ArrayList<Callable<Descriptor>>();
        for (int i = 0; i < 12; i++) {
            String tag = "t" + i;
            tasks.add(() -> point(tag, manifest("a/" + tag)));
        }
        Files.createDirectories(target);
        Files.writeString(target.resolve("oci-layout"), "{\"imageLayoutVersion\":\"1.0.0\"}");
        var executor = Executors.newFixedThreadPool(6);
        try {
            for (Future<Descriptor> one : executor.invokeAll(tasks)) {
                one.get();
            }
        } finally {
            executor.shutdownNow();
        }
        for (int i = 0; i < 12; i++) {
            assertThat(resolve("t" + i)).isEqualTo(document(manifest("a/t" + i)));
        }
    }

    @Test
    void an_index_that_would_be_too_long_to_be_read_again_is_not_written() throws Exception {
        var builder = new LayoutBuilder(target);
        for (int i = 0; i < 4_999; i++) {
            builder.list("{\"mediaType\":\"a/b\",\"digest\":\"sha256:" + String.format("%064x", i) + "\",\"size\":1}");
        }
        builder.write();
        point("1", manifest("a/1"));
        byte[] before = Files.readAllBytes(target.resolve("index.json"));
        assertThatThrownBy(() -> point("2", manifest("a/2")))
                .isInstanceOf(MalformedImageException.class)
                .hasMessageContaining("5001 entries")
                .hasMessageContaining(target.toString());
        assertThat(target.resolve("index.json")).hasBinaryContent(before);
    }
}
