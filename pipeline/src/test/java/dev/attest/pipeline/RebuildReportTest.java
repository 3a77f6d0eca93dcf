package dev.attest.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attest.intoto.PredicateType;
import dev.attest.oci.Platform;
import dev.attest.pipeline.RebuildTolerance.Strictness;
import dev.attest.testvectors.LayoutBuilder;
import dev.attest.testvectors.TarWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Configurations, platforms, and what comes of a comparison. */
class RebuildReportTest extends RebuiltImages {
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
