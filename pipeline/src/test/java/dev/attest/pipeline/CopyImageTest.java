package dev.attest.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attest.oci.Artifact;
import dev.attest.oci.Descriptor;
import dev.attest.oci.Destination.Taken;
import dev.attest.oci.MalformedImageException;
import dev.attest.oci.Platform;
import dev.attest.testvectors.FakeRegistry;
import dev.attest.testvectors.FakeRegistry.Habit;
import dev.attest.testvectors.LayoutBuilder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An image arrives whole, with everything that is attached to any part of it. */
class CopyImageTest {
    @TempDir
    private Path work;

    private final Moves moves = new Moves();
    private String source = "";
    private Images.Index image = new Images.Index("", "", "");

    @BeforeEach
    void attach() throws Exception {
        Path folder = work.resolve("source");
        image = Images.nested(folder);
        source = "oci:" + folder;
        moves.attach(source, "index");
        moves.attach(source + "@" + image.amd(), "amd");
        Descriptor arm = moves.attach(source + "@" + image.arm(), "arm");
        moves.attach(source + "@" + arm.digest(), "about-evidence");
    }

    @AfterEach
    void close() {
        moves.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "REFERRERS_API", "REFERRERS_API,PAGES", "ETAG"})
    void everything_arrives_through_a_registry(String habits) throws Exception {
        Habit[] known = habits.isEmpty()
                ? new Habit[0]
                : List.of(habits.split(",")).stream().map(Habit::valueOf).toArray(Habit[]::new);
        try (FakeRegistry registry = FakeRegistry.start(known)) {
            String there = registry.host() + "/team/app:1";
            CopyReport report = moves.copy(source, there);
            assertThat(report.isComplete()).isTrue();
            assertThat(report.evidence())
                    .containsOnlyKeys(
                            "https://example.com/index",
                            "https://example.com/amd",
                            "https://example.com/arm",
                            "https://example.com/about-evidence");
            assertThat(moves.referrers(there)).hasSize(1);
            String back = "oci:" + work.resolve("back") + ":1";
            CopyReport second = moves.copy(there, back);
            assertThat(second.root()).isEqualTo(report.root());
            String copied = "oci:" + work.resolve("back") + "@";
            Descriptor arm = moves.referrers(copied + image.arm()).get(0);
            assertThat(moves.referrers(copied + arm.digest())).hasSize(1);
            assertThat(moves.referrers(copied + image.amd())).hasSize(1);
            assertThat(moves.referrers(copied + report.root().digest())).hasSize(1);
            CopyReport again = moves.copy(there, back);
            assertThat(again.blobs().count(Taken.WRITTEN)).isZero();
            assertThat(again.manifests().count(Taken.WRITTEN)).isZero();
        }
    }

    @Test
    void round_trips_give_the_same_bytes() throws Exception {
        String first = "oci-archive:" + work.resolve("first.tar") + ":1";
        String second = "oci-archive:" + work.resolve("second.tar") + ":1";
        moves.copy(source, "oci:" + work.resolve("a") + ":1");
        for (Habit[] habits : List.of(new Habit[0], new Habit[] {Habit.REFERRERS_API})) {
            try (FakeRegistry one = FakeRegistry.start(habits);
                    FakeRegistry two = FakeRegistry.start()) {
                moves.copy(source, one.host() + "/team/app:1");
                moves.copy(one.host() + "/team/app:1", first);
                moves.copy(first, two.host() + "/other/app:1");
                moves.copy(two.host() + "/other/app:1", second);
                assertThat(work.resolve("second.tar")).hasSameBinaryContentAs(work.resolve("first.tar"));
                Path layout = work.resolve("layout" + habits.length);
                moves.copy(two.host() + "/other/app:1", "oci:" + layout + ":1");
                assertThat(Moves.files(layout)).isEqualTo(Moves.files(work.resolve("a")));
            }
        }
    }

    @Test
    void one_platform_comes_with_its_own_evidence_and_says_what_stays() throws Exception {
        var order = new CopyOrder(
                Moves.reference(source),
                Optional.of(Platform.parse("linux/amd64")),
                Optional.of("amd"),
                List.of(),
                Set.of());
        String there = "oci:" + work.resolve("one");
        CopyReport report = moves.copy(order, there);
        assertThat(report.root().digest()).hasToString(image.amd());
        assertThat(report.evidence()).containsOnlyKeys("https://example.com/amd");
        assertThat(report.leftBehind())
                .hasSize(2)
                .anySatisfy(left -> assertThat(left).startsWith("1 referrer of the index sha256:"))
                .anySatisfy(left -> assertThat(left).startsWith("the build's own attestations"));
        assertThat(moves.referrers(there + ":amd")).hasSize(1);
    }

    @Test
    void what_others_have_at_the_destination_stays() throws Exception {
        Path folder = work.resolve("busy");
        String other = Images.single(folder);
        Descriptor theirs = moves.attach("oci:" + folder, "theirs");
        moves.copy(source, "oci:" + folder + ":mine");
        assertThat(moves.referrers("oci:" + folder + ":latest")).containsExactly(theirs);
        moves.copy(source, "oci:" + folder + ":latest");
        assertThat(moves.referrers("oci:" + folder + "@" + other)).containsExactly(theirs);
        assertThat(moves.referrers("oci:" + folder + ":latest")).hasSize(1);
    }

    @Test
    void a_referrer_that_is_listed_and_not_there_is_missing_and_the_rest_arrives() throws Exception {
        Descriptor gone = moves.attach(source, "gone");
        try (FakeRegistry registry = FakeRegistry.start()) {
            String there = registry.host() + "/team/app:1";
            moves.copy(source, there);
            registry.hook(exchange -> {
                boolean asked = exchange.getRequestURI().getPath().endsWith("manifests/" + gone.digest());
                if (asked) {
                    FakeRegistry.answer(exchange, 404, "", new byte[0]);
                }
                return asked;
            });
            String back = "oci:" + work.resolve("less");
            CopyReport report = moves.copy(there, back);
            assertThat(report.missing())
                    .singleElement()
                    .asString()
                    .contains(gone.digest().toString())
                    .contains("not there");
            assertThat(moves.referrers(back)).hasSize(1);
        }
    }

    @Test
    void listings_that_cannot_be_had_end_the_move_before_anything_is_written() throws Exception {
        try (FakeRegistry registry = FakeRegistry.start(Habit.REFERRERS_API)) {
            moves.copy(source, registry.host() + "/team/app:1");
            registry.hook(exchange -> {
                boolean asked = exchange.getRequestURI().getPath().contains("/referrers/");
                if (asked) {
                    FakeRegistry.answer(exchange, 403, "", new byte[0]);
                }
                return asked;
            });
            Path target = work.resolve("never.tar");
            assertThatThrownBy(() -> moves.copy(registry.host() + "/team/app:1", "oci-archive:" + target))
                    .isInstanceOf(java.io.IOException.class)
                    .hasMessageContaining("refuses access");
            assertThat(target).doesNotExist();
        }
    }

    @Test
    void cargo_is_attached_at_the_destination_and_left_out_where_asked() throws Exception {
        byte[] root = "{\"root\":1}".getBytes(StandardCharsets.UTF_8);
        var cargo = new Artifact("application/x-cargo", "application/x-root", root, Map.of());
        var order =
                new CopyOrder(Moves.reference(source), Optional.empty(), Optional.of("1"), List.of(cargo), Set.of());
        String saved = "oci:" + work.resolve("saved");
        CopyReport report = moves.copy(order, saved);
        assertThat(report.cargo()).hasSize(1);
        assertThat(moves.referrers(saved)).hasSize(2);
        assertThat(moves.copy(order, saved).manifests().count(Taken.WRITTEN)).isZero();
        var without = new CopyOrder(
                Moves.reference(saved), Optional.empty(), Optional.of("1"), List.of(), Set.of("application/x-cargo"));
        String unloaded = "oci:" + work.resolve("unloaded");
        assertThat(moves.copy(without, unloaded).isComplete()).isTrue();
        assertThat(moves.referrers(unloaded)).hasSize(1);
    }

    /** A manifest that names no artifact type has that of its configuration, as listings say too. */
    @Test
    void what_is_left_out_is_known_by_its_configuration_too() throws Exception {
        Path folder = work.resolve("typed");
        String digest = Images.single(folder);
        var builder = new LayoutBuilder(folder);
        long size = Files.size(folder.resolve("blobs/sha256").resolve(digest.substring(7)));
        String subject = "{\"mediaType\":\"" + LayoutBuilder.MANIFEST + "\",\"digest\":\"" + digest + "\",\"size\":"
                + size + "}";
        String referrer = builder.blob(
                LayoutBuilder.MANIFEST,
                "{\"schemaVersion\":2,\"config\":" + builder.blob("application/x-cargo", "{}")
                        + ",\"layers\":[],\"subject\":" + subject + "}");
        builder.list(subject, "latest").list(referrer).write();
        var without = new CopyOrder(
                Moves.reference("oci:" + folder),
                Optional.empty(),
                Optional.of("1"),
                List.of(),
                Set.of("application/x-cargo"));
        String there = "oci:" + work.resolve("typed-there");
        assertThat(moves.copy(without, there).leftBehind()).hasSize(1);
        assertThat(moves.referrers(there)).isEmpty();
    }

    @Test
    void foreign_layers_are_never_asked_for() throws Exception {
        var builder = new LayoutBuilder(work.resolve("windows"));
        String foreign =
                "{\"mediaType\":\"application/vnd.docker.image.rootfs.foreign.diff.tar.gzip\",\"digest\":\"sha256:"
                        + "ab".repeat(32) + "\",\"size\":7,\"urls\":[\"https://layers.invalid/1\"]}";
        builder.list(builder.manifest("{\"os\":\"windows\"}", List.of(foreign)), "latest")
                .write();
        String there = "oci:" + work.resolve("moved");
        CopyReport report = moves.copy("oci:" + work.resolve("windows"), there);
        assertThat(report.foreignLayers()).hasSize(1);
        assertThat(report.isComplete()).isTrue();
        assertThat(moves.open(there).resolve(Moves.reference(there))).isEqualTo(report.root());
    }

    @Test
    void sizes_that_no_image_has_are_refused() throws Exception {
        var builder = new LayoutBuilder(work.resolve("vast"));
        String vast = "{\"mediaType\":\"" + LayoutBuilder.LAYER + "\",\"digest\":\"sha256:" + "ab".repeat(32)
                + "\",\"size\":" + Long.MAX_VALUE + "}";
        builder.list(builder.manifest("{}", List.of(vast, vast.replace("ab", "cd"))), "latest")
                .write();
        for (String there : List.of("oci:" + work.resolve("vast-layout"), "oci-archive:" + work.resolve("vast.tar"))) {
            assertThatThrownBy(() -> moves.copy("oci:" + work.resolve("vast"), there))
                    .isInstanceOf(MalformedImageException.class)
                    .hasMessageContaining("bytes, its evidence included");
        }
    }

    @Test
    void a_blob_that_two_descriptors_size_differently_is_refused() throws Exception {
        var builder = new LayoutBuilder(work.resolve("liar"));
        String layer = builder.blob(LayoutBuilder.LAYER, "layer");
        builder.list(
                        builder.index(
                                builder.manifest("{\"a\":1}", List.of(layer)),
                                builder.manifest("{\"a\":2}", List.of(layer.replace("\"size\":5", "\"size\":6")))),
                        "latest")
                .write();
        assertThatThrownBy(() -> moves.copy("oci:" + work.resolve("liar"), "oci:" + work.resolve("nowhere")))
                .isInstanceOf(MalformedImageException.class)
                .hasMessageContaining("different sizes");
        assertThat(Files.exists(work.resolve("nowhere/index.json"))).isFalse();
    }
}
