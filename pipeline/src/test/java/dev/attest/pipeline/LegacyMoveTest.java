package dev.attest.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attest.oci.Descriptor;
import dev.attest.oci.Digest;
import dev.attest.oci.MediaTypes;
import dev.attest.oci.Repository;
import dev.attest.testvectors.FakeRegistry;
import dev.attest.testvectors.FakeRegistry.Habit;
import dev.attest.testvectors.LayoutBuilder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tags under which cosign kept evidence before bundles come along, and drop nobody else's. */
class LegacyMoveTest {
    @TempDir
    private Path work;

    private final Moves moves = new Moves();
    private String digest = "";

    @BeforeEach
    void prepare() {
        digest = Images.single(work.resolve("plain"));
    }

    @AfterEach
    void close() {
        moves.close();
    }

    /** A layout of the image with a signature tag of these layers. */
    private String signed(String name, String... layers) {
        Path folder = work.resolve(name);
        Images.single(folder);
        var builder = new LayoutBuilder(folder);
        String signature = builder.manifest(
                "{}",
                List.of(layers).stream()
                        .map(text -> builder.blob("text/plain", text))
                        .collect(Collectors.toList()));
        builder.list(descriptor(folder), "latest")
                .list(signature, tag() + ".sig")
                .write();
        return "oci:" + folder;
    }

    private String descriptor(Path folder) {
        long size = folder.resolve("blobs/sha256")
                .resolve(digest.substring(7))
                .toFile()
                .length();
        return "{\"mediaType\":\"" + MediaTypes.OCI_MANIFEST + "\",\"digest\":\"" + digest + "\",\"size\":" + size
                + "}";
    }

    private String tag() {
        return digest.replace(':', '-');
    }

    private List<String> layers(String place) throws Exception {
        try (Repository repository = moves.open(place)) {
            Descriptor found = repository.resolve(
                    Moves.reference(place).withTag(tag() + ".sig").orElseThrow());
            return Document.read(repository, found).manifest().layers().stream()
                    .map(layer -> layer.digest().toString())
                    .toList();
        }
    }

    private static String layer(String text) {
        return Digest.sha256(text.getBytes(StandardCharsets.UTF_8)).toString();
    }

    @Test
    void a_tag_of_old_moves_through_a_registry_and_is_no_image_of_its_own() throws Exception {
        try (FakeRegistry registry = FakeRegistry.start(Habit.REFERRERS_API)) {
            String there = registry.host() + "/team/app:1";
            CopyReport report = moves.copy(signed("one", "sig-1"), there);
            assertThat(report.legacyTags()).singleElement().satisfies(tag -> assertThat(tag.tag())
                    .isEqualTo(tag() + ".sig"));
            assertThat(layers(there)).containsExactly(layer("sig-1"));
            String back = "oci:" + work.resolve("back");
            moves.copy(there, back);
            assertThat(layers(back)).containsExactly(layer("sig-1"));
            assertThat(moves.referrers(back)).isEmpty();
        }
    }

    @Test
    void a_tag_that_holds_more_replaces_one_that_holds_less_and_never_the_other_way() throws Exception {
        String there = "oci:" + work.resolve("there");
        moves.copy(signed("less", "sig-1"), there);
        assertThat(moves.copy(signed("more", "sig-1", "sig-2"), there).isComplete())
                .isTrue();
        assertThat(layers(there)).containsExactly(layer("sig-1"), layer("sig-2"));
        CopyReport less = moves.copy("oci:" + work.resolve("less"), there);
        assertThat(less.isComplete()).isTrue();
        assertThat(less.legacyTags()).isEmpty();
        assertThat(layers(there)).containsExactly(layer("sig-1"), layer("sig-2"));
    }

    @Test
    void other_evidence_under_the_tag_stays_and_what_could_not_come_is_said() throws Exception {
        String there = "oci:" + work.resolve("there");
        moves.copy(signed("theirs", "theirs"), there);
        CopyReport report = moves.copy(signed("ours", "ours"), there);
        assertThat(report.missing()).singleElement().asString().contains(tag() + ".sig");
        assertThat(report.isComplete()).isFalse();
        assertThat(layers(there)).containsExactly(layer("theirs"));
    }
}
