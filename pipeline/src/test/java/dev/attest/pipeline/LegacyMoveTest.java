package dev.attest.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attest.oci.Descriptor;
import dev.attest.oci.Destination;
import dev.attest.oci.Digest;
import dev.attest.oci.MediaTypes;
import dev.attest.oci.Platform;
import dev.attest.oci.Repository;
import dev.attest.testvectors.FakeRegistry;
import dev.attest.testvectors.FakeRegistry.Habit;
import dev.attest.testvectors.LayoutBuilder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
                "{}", List.of(layers).stream().map(text -> layer(builder, text)).collect(Collectors.toList()));
        builder.list(descriptor(folder), "latest")
                .list(signature, tag() + ".sig")
                .write();
        return "oci:" + folder;
    }

    /** What is signed, and behind a bar the signature, which cosign keeps in an annotation. */
    private static String layer(LayoutBuilder builder, String text) {
        String[] parts = text.split("[|]");
        String layer = builder.blob("text/plain", parts[0]);
        return parts.length == 1
                ? layer
                : LayoutBuilder.with(
                        layer, "\"annotations\":{\"dev.cosignproject.cosign/signature\":\"" + parts[1] + "\"}");
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
    void evidence_in_a_repository_of_its_own_comes_from_there_alone() throws Exception {
        try (FakeRegistry registry = FakeRegistry.start()) {
            String app = registry.host() + "/team/app:1";
            String evidence = registry.host() + "/team/evidence:1";
            moves.copy(signed("ours", "ours"), evidence);
            moves.attach(evidence, "about");
            moves.copy(signed("other", "other"), app);
            String there = "oci:" + work.resolve("there");
            try (Places apart = Places.open(() -> open(app), () -> open(evidence));
                    Destination destination = moves.destination(there)) {
                int before = registry.requests().size();
                CopyReport report = moves.copy(apart, Moves.order(app), destination);
                assertThat(report.evidenceFrom()).contains(registry.host() + "/team/evidence");
                assertThat(report.legacyTags()).hasSize(1);
                assertThat(registry.requests()
                                .subList(before, registry.requests().size()))
                        .noneMatch(request -> request.contains("/team/app/referrers/")
                                || request.contains("/team/app/manifests/sha256-")
                                || request.contains("/team/evidence/manifests/1"));
            }
            assertThat(layers(there)).containsExactly(layer("ours"));
            assertThat(moves.referrers(there)).hasSize(1);
        }
    }

    private Repository open(String place) {
        try {
            return moves.open(place);
        } catch (Exception e) {
            throw new AssertionError(e);
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

    /** Whoever signs an image with cosign signs the same payload: the layers are the same, not the signatures. */
    @Test
    void a_signature_of_somebody_else_over_the_same_payload_stays() throws Exception {
        try (FakeRegistry registry = FakeRegistry.start()) {
            for (String there : List.of("oci:" + work.resolve("there"), registry.host() + "/team/app:1")) {
                String theirs = signed("theirs", "payload|theirs");
                moves.copy(theirs, there);
                CopyReport report = moves.copy(signed("ours", "payload|ours"), there);
                assertThat(report.missing()).singleElement().asString().contains(tag() + ".sig");
                assertThat(moves.copy(theirs, there).isComplete()).isTrue();
                assertThat(moves.copy(signed("both", "payload|theirs", "payload|ours"), there)
                                .isComplete())
                        .isTrue();
                assertThat(layers(there)).hasSize(2);
                assertThat(moves.copy(theirs, there).legacyTags()).isEmpty();
            }
        }
    }

    /** An index there has no layers, and would be replaced as if it held nothing. */
    @Test
    void what_is_no_signature_under_the_tag_is_neither_moved_nor_replaced() throws Exception {
        Path folder = work.resolve("index");
        Images.single(folder);
        var builder = new LayoutBuilder(folder);
        String away = LayoutBuilder.with(descriptor(folder), "\"x\":1")
                .replaceAll("sha256:.{64}", "sha256:" + "ab".repeat(32));
        builder.list(descriptor(folder), "latest")
                .list(builder.index(away), tag() + ".sig")
                .write();
        String there = "oci:" + work.resolve("there");
        CopyReport report = moves.copy("oci:" + folder, there);
        assertThat(report.missing()).singleElement().asString().contains(tag() + ".sig", "an index");
        CopyReport kept = moves.copy(signed("ours", "ours"), "oci:" + folder);
        assertThat(kept.missing()).singleElement().asString().contains(tag() + ".sig");
    }

    @Test
    void tags_of_an_index_that_stay_with_it_are_told() throws Exception {
        Path folder = work.resolve("nested");
        Images.Index image = Images.index(folder);
        var builder = new LayoutBuilder(folder);
        Path blob = folder.resolve("blobs/sha256").resolve(image.digest().substring(7));
        builder.list(
                        "{\"mediaType\":\"" + MediaTypes.OCI_INDEX + "\",\"digest\":\"" + image.digest()
                                + "\",\"size\":" + blob.toFile().length() + "}",
                        "latest")
                .list(
                        builder.manifest("{}", List.of(builder.blob("text/plain", "payload"))),
                        image.digest().replace(':', '-') + ".sig")
                .write();
        var order = new CopyOrder(
                Moves.reference("oci:" + folder),
                Optional.of(Platform.parse("linux/amd64")),
                Optional.of("1"),
                List.of(),
                Set.of());
        CopyReport report = moves.copy(order, "oci:" + work.resolve("one"));
        assertThat(report.leftBehind())
                .singleElement()
                .asString()
                .contains(image.digest().replace(':', '-') + ".sig");
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
