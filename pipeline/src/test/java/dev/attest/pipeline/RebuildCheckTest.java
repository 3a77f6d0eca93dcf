package dev.attest.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attest.oci.MalformedImageException;
import dev.attest.pipeline.RebuildComparison.Relation;
import dev.attest.pipeline.RebuildTolerance.Strictness;
import dev.attest.testvectors.LayoutBuilder;
import dev.attest.testvectors.TarWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Files and layers of two builds. */
class RebuildCheckTest extends RebuiltImages {
    private static byte[] header(char type, int offset, String field) {
        byte[] header = TarWriter.headerBlock(type, "x", "", 0644, 0);
        byte[] bytes = field.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, header, offset, bytes.length);
        return tar().raw(TarWriter.checksummed(header)).bytes();
    }

    private static Arguments pair(RebuildAspect aspect, byte[] a, byte[] b) {
        return Arguments.of(aspect, a, b);
    }

    static Stream<Arguments> differences() {
        return Stream.of(
                pair(
                        RebuildAspect.CONTENT,
                        tar().file("x", "1").bytes(),
                        tar().file("x", "2").bytes()),
                pair(
                        RebuildAspect.CONTENT,
                        tar().file("x", "").bytes(),
                        tar().file("x", "2").bytes()),
                pair(
                        RebuildAspect.MODE,
                        tar().file("x", "1").bytes(),
                        tar().entry('0', "x", "", 0755, new byte[] {'1'}).bytes()),
                pair(
                        RebuildAspect.OWNER,
                        tar().file("x", "1").bytes(),
                        tar().pax("uid=5").file("x", "1").bytes()),
                pair(
                        RebuildAspect.OWNER,
                        tar().file("x", "1").bytes(),
                        tar().pax("gid=5").file("x", "1").bytes()),
                pair(
                        RebuildAspect.MTIME,
                        tar().pax("mtime=1").file("x", "1").bytes(),
                        tar().pax("mtime=1.5").file("x", "1").bytes()),
                pair(RebuildAspect.MTIME, header('0', 136, "00000000001"), header('0', 136, "00000000002")),
                pair(
                        RebuildAspect.LINK_TARGET,
                        tar().symlink("x", "1").bytes(),
                        tar().symlink("x", "2").bytes()),
                pair(
                        RebuildAspect.TYPE,
                        tar().symlink("x", "1").bytes(),
                        tar().hardlink("x", "1").bytes()),
                pair(RebuildAspect.DEVICE, header('3', 329, "0000001"), header('3', 329, "0000002")),
                pair(RebuildAspect.DEVICE, header('4', 337, "0000001"), header('4', 337, "0000002")),
                pair(
                        RebuildAspect.ATTRIBUTES,
                        tar().file("x", "1").bytes(),
                        tar().pax("SCHILY.xattr.user.a=1").file("x", "1").bytes()),
                pair(
                        RebuildAspect.ONLY_IN_A,
                        tar().file("x", "1").file("y", "").bytes(),
                        tar().file("x", "1").bytes()),
                pair(
                        RebuildAspect.ONLY_IN_B,
                        tar().file("x", "1").bytes(),
                        tar().file("x", "1").file("y", "").bytes()),
                pair(
                        RebuildAspect.ONLY_IN_B,
                        tar().file("x", "1").bytes(),
                        tar().file("x", "1").file("d/.wh.y", "").bytes()),
                pair(
                        RebuildAspect.ORDER,
                        tar().file("x", "1").file("y", "").bytes(),
                        tar().file("y", "").file("x", "1").bytes()),
                pair(
                        RebuildAspect.ORDER,
                        tar().file("x", "1").bytes(),
                        tar().file("x", "0").file("x", "1").bytes()),
                pair(
                        RebuildAspect.TAR_FORM,
                        tar().file("x", "1").bytes(),
                        tar().pax("comment=1").file("x", "1").bytes()),
                pair(
                        RebuildAspect.TAR_FORM,
                        tar().file("x", "1").bytes(),
                        tar().pax("uname=me").file("x", "1").bytes()));
    }

    @ParameterizedTest
    @MethodSource("differences")
    void every_kind_of_difference_is_named_with_its_layer(RebuildAspect aspect, byte[] a, byte[] b) throws Exception {
        image("a", LIBRARY, a);
        image("b", LIBRARY, b);
        RebuildReport report = compare(Strictness.contents);
        assertThat(report.isReproduced()).isFalse();
        RebuildComparison comparison = only(report);
        assertThat(comparison.counts().keySet()).contains(aspect);
        assertThat(comparison.layers())
                .extracting(RebuildComparison.LayerPair::relation)
                .containsExactly(Relation.SAME, Relation.DIFFERENT);
        assertThat(comparison.differences()).hasSize(1);
        RebuildDifference difference = comparison.differences().get(0);
        boolean file = aspect.weight() == RebuildAspect.Weight.CONTENT;
        assertThat(difference.path()).matches(file ? "x|y|d/\\.wh\\.y" : "layer 1");
        assertThat(Math.max(difference.layerA(), difference.layerB())).isEqualTo(file ? 1 : -1);
        assertThat(compare(Strictness.files).isReproduced()).isEqualTo(!file);
    }

    @Test
    void the_same_manifest_is_the_same_to_the_last_bit() throws Exception {
        image("a", LIBRARY, APP);
        image("b", LIBRARY, APP);
        // Nothing of it is read.
        Files.delete(work.resolve("b/blobs/sha256")
                .resolve(LayoutBuilder.sha256(TarWriter.gzip(APP)).substring("sha256:".length())));
        RebuildReport report = compare(Strictness.bits);
        assertThat(report.isReproduced()).isTrue();
        assertThat(report.isIdentical()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(Strictness.class)
    void another_compression_is_said_and_counts_only_for_bits(Strictness strictness) throws Exception {
        image("a", APP);
        recompressed("b", otherwise(APP), APP);
        RebuildReport report = compare(strictness);
        assertThat(report.isReproduced()).isEqualTo(strictness != Strictness.bits);
        assertThat(report.isIdentical()).isFalse();
        assertThat(only(report).counts()).isEqualTo(Map.of(RebuildAspect.COMPRESSION, 1L));
        assertThat(only(report).layers().get(0).relation()).isEqualTo(Relation.OTHER_COMPRESSION);
        assertThat(only(report).differences()).hasSize(strictness == Strictness.bits ? 1 : 0);
    }

    @Test
    void a_layer_that_only_claims_to_be_the_same_is_refused() {
        image("a", APP);
        recompressed("b", otherwise(LIBRARY), APP);
        assertThatThrownBy(() -> compare(Strictness.contents))
                .isInstanceOf(MalformedImageException.class)
                .hasMessageContaining("diffID");
    }

    @Test
    void a_layer_that_differs_and_is_not_what_it_claims_is_refused() {
        image("a", LIBRARY);
        recompressed("b", otherwise(LIBRARY), APP);
        assertThatThrownBy(() -> compare(Strictness.files)).isInstanceOf(MalformedImageException.class);
    }

    @Test
    void one_blob_may_be_two_layers_of_which_one_is_compared() throws Exception {
        image("a", APP, APP);
        var builder = new LayoutBuilder(work.resolve("b"));
        String config = "{\"architecture\":\"amd64\",\"os\":\"linux\",\"config\":{},\"rootfs\":{\"type\":\"layers\","
                + "\"diff_ids\":[\"" + LayoutBuilder.sha256(APP) + "\",\"" + LayoutBuilder.sha256(LIBRARY) + "\"]}}";
        builder.list(
                        builder.manifest(
                                config,
                                List.of(
                                        builder.blob(LayoutBuilder.LAYER, otherwise(APP)),
                                        builder.blob(LayoutBuilder.LAYER, TarWriter.gzip(LIBRARY)))),
                        "latest")
                .write();
        assertThat(only(compare(Strictness.contents)).counts())
                .containsOnlyKeys(RebuildAspect.COMPRESSION, RebuildAspect.ONLY_IN_A, RebuildAspect.ONLY_IN_B);
    }

    @Test
    void other_layers_with_the_same_files_are_the_same_files() throws Exception {
        image(
                "a",
                LIBRARY,
                tar().file("app", "old").file("gone", "").bytes(),
                tar().file(".wh.gone", "").file("app", "app").bytes());
        image("b", LIBRARY, APP);
        RebuildReport report = compare(Strictness.files);
        assertThat(report.isReproduced()).isTrue();
        assertThat(only(report).layers())
                .extracting(RebuildComparison.LayerPair::relation)
                .containsExactly(Relation.SAME, Relation.ONLY_IN_A, Relation.ONLY_IN_A, Relation.ONLY_IN_B);
        assertThat(compare(Strictness.contents).isReproduced()).isFalse();
    }

    @Test
    void a_file_in_another_layer_is_named_with_both() throws Exception {
        image("a", LIBRARY, APP);
        image("b", tar().bytes(), LIBRARY, tar().file("app", "other").bytes());
        assertThat(only(compare(Strictness.files)).differences())
                .extracting(RebuildDifference::path, RebuildDifference::layerA, RebuildDifference::layerB)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("app", 1, 2));
    }

    @Test
    void layers_below_and_above_of_what_was_squashed_are_found_again() throws Exception {
        byte[] top = tar().file("top", "").bytes();
        image("a", LIBRARY, tar().file("x", "").bytes(), tar().file("y", "").bytes(), top);
        image("b", LIBRARY, tar().file("x", "").file("y", "").bytes(), top);
        RebuildComparison comparison = only(compare(Strictness.files));
        assertThat(comparison.counts()).isEqualTo(Map.of(RebuildAspect.LAYERING, 1L));
        assertThat(comparison.layers())
                .containsExactly(
                        new RebuildComparison.LayerPair(0, 0, Relation.SAME),
                        new RebuildComparison.LayerPair(1, -1, Relation.ONLY_IN_A),
                        new RebuildComparison.LayerPair(2, -1, Relation.ONLY_IN_A),
                        new RebuildComparison.LayerPair(-1, 1, Relation.ONLY_IN_B),
                        new RebuildComparison.LayerPair(3, 2, Relation.SAME));
        image("a", APP, APP);
        recompressed("b", otherwise(APP), APP);
        assertThat(only(compare(Strictness.files)).layers())
                .containsExactly(
                        new RebuildComparison.LayerPair(0, 0, Relation.OTHER_COMPRESSION),
                        new RebuildComparison.LayerPair(1, -1, Relation.ONLY_IN_A));
    }

    @Test
    void a_layer_of_many_entries_is_compared_to_its_last() throws Exception {
        var one = tar();
        var other = tar();
        for (int i = 0; i < 1000; i++) {
            one.file("d" + i % 7 + "/" + i, "" + i);
            other.file("d" + i % 7 + "/" + i, i == 999 ? "x" : "" + i);
        }
        image("a", one.bytes());
        image("b", other.bytes());
        assertThat(only(compare(Strictness.contents)).differences())
                .extracting(RebuildDifference::path)
                .containsExactly("d5/999");
    }

    @Test
    void what_is_ignored_is_counted_and_named() throws Exception {
        image(
                "a",
                tar().pax("mtime=1")
                        .file("x", "1")
                        .pax("mtime=1")
                        .file("y", "1")
                        .bytes());
        image(
                "b",
                tar().pax("mtime=2")
                        .file("x", "1")
                        .pax("mtime=2")
                        .file("y", "1")
                        .bytes());
        var tolerance = new RebuildTolerance(Strictness.files, Set.of(RebuildAspect.MTIME));
        RebuildReport report = compare(tolerance, 100, Optional.empty());
        assertThat(report.isReproduced()).isTrue();
        assertThat(report.tolerated()).isEqualTo(Map.of(RebuildAspect.MTIME, 2L));
        assertThat(only(report).differences()).isEmpty();
        assertThat(compare(Strictness.files).isReproduced()).isFalse();
    }

    @Test
    void an_ignored_difference_hides_no_other_of_the_same_file() throws Exception {
        image("a", tar().pax("mtime=1").file("x", "1").bytes());
        image("b", tar().pax("mtime=2").file("x", "2").bytes());
        var tolerance = new RebuildTolerance(Strictness.files, Set.of(RebuildAspect.MTIME));
        RebuildReport report = compare(tolerance, 100, Optional.empty());
        assertThat(report.isReproduced()).isFalse();
        assertThat(only(report).differences().get(0).changes())
                .extracting(RebuildDifference.Change::aspect)
                .containsExactly(RebuildAspect.CONTENT, RebuildAspect.MTIME);
    }

    @Test
    void differences_are_sorted_and_bounded_and_the_rest_is_counted() throws Exception {
        image("a", tar().file("c", "1").file("a", "1").file("b", "1").bytes());
        image("b", tar().bytes());
        RebuildComparison comparison = only(compare(strictly(Strictness.contents), 2, Optional.empty()));
        assertThat(comparison.differences()).extracting(RebuildDifference::path).containsExactly("a", "b");
        assertThat(comparison.omitted()).isEqualTo(1);
        assertThat(comparison.counts()).containsEntry(RebuildAspect.ONLY_IN_A, 3L);
    }
}
