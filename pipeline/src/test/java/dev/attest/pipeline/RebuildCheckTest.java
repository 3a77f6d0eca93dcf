package dev.attest.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attest.intoto.PredicateType;
import dev.attest.oci.ImageReader;
import dev.attest.oci.MalformedImageException;
import dev.attest.oci.Platform;
import dev.attest.oci.Reference;
import dev.attest.oci.Repository;
import dev.attest.pipeline.RebuildComparison.Relation;
import dev.attest.pipeline.RebuildTolerance.Strictness;
import dev.attest.testvectors.LayoutBuilder;
import dev.attest.testvectors.TarWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class RebuildCheckTest {
    private static final byte[] APP = tar().file("app", "app").bytes();
    private static final byte[] LIBRARY = tar().file("lib", "lib").bytes();

    private final ExecutorService executor = Executors.newFixedThreadPool(3);

    @TempDir
    Path work;

    @AfterEach
    void stop() {
        executor.shutdownNow();
    }

    private static TarWriter tar() {
        return new TarWriter();
    }

    private void image(String name, byte[]... tars) {
        LayoutBuilder.image(work.resolve(name), tars);
    }

    private void configured(String name, String members) {
        var builder = new LayoutBuilder(work.resolve(name));
        String layer = builder.blob(LayoutBuilder.LAYER, TarWriter.gzip(APP));
        String config = "{\"architecture\":\"amd64\",\"os\":\"linux\"," + members
                + "\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[\"" + LayoutBuilder.sha256(APP) + "\"]}}";
        builder.list(builder.manifest(config, List.of(layer)), "latest").write();
    }

    private static RebuildTolerance strictly(Strictness strictness) {
        return new RebuildTolerance(strictness, Set.of());
    }

    private RebuildReport compare(RebuildTolerance tolerance, int limit, Optional<Platform> platform) throws Exception {
        return compare(work.resolve("a"), work.resolve("b"), tolerance, limit, platform);
    }

    private RebuildReport compare(
            Path first, Path second, RebuildTolerance tolerance, int limit, Optional<Platform> platform)
            throws Exception {
        Reference one = Workshop.layout(first);
        Reference other = Workshop.layout(second);
        try (Repository a = Workshop.open(one);
                Repository b = Workshop.open(other)) {
            return new RebuildCheck(executor, step -> {}, tolerance, limit)
                    .compare(
                            new RebuildCheck.Side(a, ImageReader.read(a, a.resolve(one))),
                            new RebuildCheck.Side(b, ImageReader.read(b, b.resolve(other))),
                            platform);
        }
    }

    private RebuildReport compare(Strictness strictness) throws Exception {
        return compare(strictly(strictness), 100, Optional.empty());
    }

    private static RebuildComparison only(RebuildReport report) {
        assertThat(report.comparisons()).hasSize(1);
        return report.comparisons().get(0);
    }

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

    private void recompressed(String name, byte[] blob, byte[] tar) {
        var builder = new LayoutBuilder(work.resolve(name));
        String layer = builder.blob(LayoutBuilder.LAYER, blob);
        String config = "{\"architecture\":\"amd64\",\"os\":\"linux\",\"config\":{},\"rootfs\":{\"type\":\"layers\","
                + "\"diff_ids\":[\"" + LayoutBuilder.sha256(tar) + "\"]}}";
        builder.list(builder.manifest(config, List.of(layer)), "latest").write();
    }

    private static byte[] otherwise(byte[] tar) {
        var out = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(out) {
            {
                def.setLevel(Deflater.NO_COMPRESSION);
            }
        }) {
            gzip.write(tar);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
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

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            'config':{'User':'1'},              | 'config':{'User':'2'},                  | SETTING       | user
            'config':{'Env':['A=1']},           | 'config':{'Env':['A=2']},               | SETTING       | env A
            'config':{'Env':['A=1','B=1']},     | 'config':{'Env':['B=1','A=1']},         | CONFIG_MEMBER | config.Env
            'config':{'StopSignal':'TERM'},     | 'config':{},                            | CONFIG_MEMBER | config.StopSignal
            'author':'a',                       | 'author':'b',                           | CONFIG_MEMBER | author
            'created':'2026-01-01T00:00:00Z',   | 'created':'2026-01-02T00:00:00Z',       | CREATED       | created
            'history':[{'created':'1'}],        | 'history':[{'created':'2'}],            | CREATED       | history[0].created
            'history':[{'created_by':'a'}],     | 'history':[{'created_by':'b'}],         | HISTORY       | history[0].created_by
            'history':[],                       | 'history':[{'empty_layer':true}],       | HISTORY       | history[0].empty_layer
            'history':[],                       | 'history':[{}],                         | HISTORY       | history[0]
            'config':{'Labels':{'a':'1'}},      | 'config':{'Labels':{'a':'1','b':'2'}},  | SETTING       | label b
            'config':{},                        | 'config':null,                          | CONFIG_FORM   | configuration
            'config':{'Cmd':['a'],'User':'1'},  | 'config':{'User':'1','Cmd':['a']},      | CONFIG_FORM   | configuration
            """)
    void every_difference_of_configurations_is_named(String a, String b, RebuildAspect aspect, String path)
            throws Exception {
        configured("a", a.strip().replace('\'', '"'));
        configured("b", b.strip().replace('\'', '"'));
        RebuildComparison comparison = only(compare(Strictness.bits));
        assertThat(comparison.counts()).isEqualTo(Map.of(aspect, 1L));
        assertThat(comparison.differences()).extracting(RebuildDifference::path).containsExactly(path);
        assertThat(compare(Strictness.contents).isReproduced()).isEqualTo(aspect == RebuildAspect.CONFIG_FORM);
    }

    @Test
    void what_may_be_a_secret_is_not_shown() throws Exception {
        configured("a", "\"config\":{\"Env\":[\"DB_PASSWORD=hunter2\"]},\"history\":[{\"created_by\":\"hunter2\"}],");
        configured("b", "\"config\":{\"Env\":[\"DB_PASSWORD=hunter3\"]},\"history\":[{\"created_by\":\"hunter3\"}],");
        assertThat(only(compare(Strictness.contents)).differences().toString()).doesNotContain("hunter");
    }

    @Test
    void another_manifest_of_the_same_is_the_same_contents() throws Exception {
        image("a", APP);
        var builder = new LayoutBuilder(work.resolve("b"));
        String layer = LayoutBuilder.with(
                builder.blob(LayoutBuilder.LAYER, TarWriter.gzip(APP)), "\"annotations\":{\"a\":\"b\"}");
        String config = "{\"architecture\":\"amd64\",\"os\":\"linux\",\"config\":{},\"rootfs\":{\"type\":\"layers\","
                + "\"diff_ids\":[\"" + LayoutBuilder.sha256(APP) + "\"]}}";
        builder.list(builder.manifest(config, List.of(layer)), "latest").write();
        assertThat(only(compare(Strictness.contents)).counts()).isEqualTo(Map.of(RebuildAspect.MANIFEST, 1L));
        assertThat(compare(Strictness.contents).isReproduced()).isTrue();
        assertThat(compare(Strictness.bits).isReproduced()).isFalse();
    }

    private void index(String name, String... architectures) {
        var builder = new LayoutBuilder(work.resolve(name));
        String[] listed = Stream.of(architectures)
                .map(architecture -> LayoutBuilder.with(
                        builder.image("linux", architecture, "{}", APP),
                        "\"platform\":{\"os\":\"linux\",\"architecture\":\"" + architecture + "\"}"))
                .toArray(String[]::new);
        builder.list(builder.index(listed), "latest").write();
    }

    @Test
    void a_platform_that_only_one_has_is_a_difference_unless_another_was_asked_for() throws Exception {
        index("a", "amd64", "arm64");
        index("b", "amd64", "s390x");
        RebuildReport report = compare(Strictness.files);
        assertThat(report.isReproduced()).isFalse();
        assertThat(report.comparisons())
                .extracting(RebuildComparison::platform, RebuildComparison::isIdentical)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("linux/amd64", true),
                        org.assertj.core.groups.Tuple.tuple("linux/arm64", false),
                        org.assertj.core.groups.Tuple.tuple("linux/s390x", false));
        assertThat(compare(strictly(Strictness.bits), 1, Optional.of(Platform.parse("linux/amd64")))
                        .isReproduced())
                .isTrue();
    }

    @Test
    void a_single_image_is_compared_with_its_platform_of_an_index() throws Exception {
        index("a", "amd64", "arm64");
        LayoutBuilder.image(work.resolve("b"), APP);
        assertThat(compare(Strictness.bits).isReproduced()).isTrue();
        index("b", "arm64", "s390x");
        LayoutBuilder.image(work.resolve("a"), APP);
        assertThat(compare(Strictness.bits).isReproduced()).isFalse();
    }

    @Test
    void evidence_is_there_only_of_what_was_reproduced() throws Exception {
        image("a", APP);
        recompressed("b", otherwise(APP), APP);
        Given given = RebuildEvidence.of(compare(Strictness.contents), "again").orElseThrow();
        assertThat(given.type()).isEqualTo(PredicateType.REBUILD);
        assertThat(given.predicate().toString())
                .contains("\"ATTEST_REBUILT\"")
                .contains("\"differences\":1")
                .contains("\"strictness\":\"contents\"")
                .contains("\"differing\":[\"compression\"]")
                .contains("\"name\":\"again\"");
        assertThat(RebuildEvidence.of(compare(Strictness.bits), "again")).isEmpty();
    }

    @Test
    void a_comparison_with_itself_is_no_evidence() throws Exception {
        image("a", APP);
        RebuildReport report =
                compare(work.resolve("a"), work.resolve("a"), strictly(Strictness.bits), 1, Optional.empty());
        assertThat(report.isReproduced()).isTrue();
        assertThat(RebuildEvidence.of(report, "again")).isEmpty();
    }

    @Test
    void only_times_and_history_can_be_ignored_and_only_among_files() {
        assertThatThrownBy(() -> new RebuildTolerance(Strictness.files, Set.of(RebuildAspect.CONTENT)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new RebuildTolerance(Strictness.contents, Set.of(RebuildAspect.MTIME)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(RebuildAspect.ignorable("content")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"debian-base, debian-base, true", "debian-base, multiarch, false"})
    void corpus_images_are_told_apart(String one, String other, boolean same) throws Exception {
        String corpus = System.getenv("ATTEST_CORPUS");
        Assumptions.assumeTrue(corpus != null, "ATTEST_CORPUS names the folder with the corpus");
        RebuildReport report = compare(
                Path.of(corpus, one),
                Path.of(corpus, other),
                strictly(Strictness.contents),
                10,
                Optional.of(Platform.parse("linux/amd64")));
        assertThat(report.isReproduced()).isEqualTo(same);
        assertThat(only(report).differences()).hasSize(same ? 0 : 10);
    }
}
