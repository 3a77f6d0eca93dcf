package dev.attest.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attest.intoto.ResourceDescriptor;
import dev.attest.json.StrictJson;
import dev.attest.oci.Image;
import dev.attest.oci.ImageReader;
import dev.attest.oci.Reference;
import dev.attest.oci.Repository;
import dev.attest.provenance.BuildDefinition;
import dev.attest.provenance.BuildMetadata;
import dev.attest.provenance.Builder;
import dev.attest.provenance.Provenance;
import dev.attest.provenance.RunDetails;
import dev.attest.sbom.facts.RelatedImages;
import dev.attest.testvectors.LayoutBuilder;
import dev.attest.testvectors.TarWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BuildDependenciesTest {
    private static final byte[] BASE = Images.tar("1.0");
    private static final byte[] APP = new TarWriter().file("app", "app").bytes();
    private static final String NAME = "registry.example/base/Debian";
    private static final String PLATFORM = "\"platform\":{\"os\":\"linux\",\"architecture\":\"amd64\"}";

    private final ExecutorService executor = Executors.newFixedThreadPool(2);

    @TempDir
    Path folder;

    private String baseDigest = "";
    private String baseIndex = "";

    @BeforeEach
    void base() {
        var builder = new LayoutBuilder(folder.resolve("base"));
        String manifest = builder.image("linux", "amd64", "{}", BASE);
        String index = builder.index(LayoutBuilder.with(manifest, PLATFORM));
        builder.list(index, "latest").write();
        baseDigest = LayoutBuilder.digestIn(manifest);
        baseIndex = LayoutBuilder.digestIn(index);
    }

    @AfterEach
    void stop() {
        executor.shutdownNow();
    }

    private void app(String config, byte[]... layers) {
        var builder = new LayoutBuilder(folder.resolve("app"));
        builder.list(builder.image("linux", "amd64", config, layers), "latest").write();
    }

    private Image read(Repository repository, Reference reference) throws Exception {
        return ImageReader.read(repository, repository.resolve(reference));
    }

    private BuildDependencies dependencies(boolean named) throws Exception {
        return dependencies(named, NAME.toLowerCase(java.util.Locale.ROOT) + ":13");
    }

    private BuildDependencies dependencies(boolean named, String name) throws Exception {
        Reference base = Workshop.layout(folder.resolve("base"));
        Reference app = Workshop.layout(folder.resolve("app"));
        try (Repository one = Workshop.open(base);
                Repository other = Workshop.open(app)) {
            List<RelatedImages.Named> bases =
                    named ? List.of(new RelatedImages.Named(name, read(one, base))) : List.of();
            return BuildDependencies.of(other, read(other, app), new RelatedImages(bases, List.of()), executor);
        }
    }

    @Test
    void a_base_that_layers_prove_is_a_dependency() throws Exception {
        app("{}", BASE, APP);
        BuildDependencies found = dependencies(true);
        assertThat(found.findings()).isEmpty();
        assertThat(found.dependencies()).hasSize(1);
        ResourceDescriptor base = found.dependencies().get(0);
        assertThat(base.uri())
                .contains("pkg:oci/debian@" + baseDigest
                        + "?arch=amd64&repository_url=registry.example%2Fbase%2Fdebian&tag=13");
        assertThat(base.digest()).isEqualTo(Map.of("sha256", baseDigest.substring("sha256:".length())));
        assertThat(base.annotation("attest_source")).contains("layers");
        assertThat(base.annotation("attest_index")).contains(baseIndex);
        assertThat(base.annotations().get("attest_layers")).hasToString("1");
        assertThat(base.annotations().get("attest_platforms")).hasToString("[\"linux/amd64\"]");
    }

    @Test
    void a_base_out_of_a_folder_has_a_name_and_no_address() throws Exception {
        app("{}", BASE, APP);
        assertThat(dependencies(true, "base").dependencies().get(0).uri())
                .contains("pkg:oci/base@" + baseDigest + "?arch=amd64");
        assertThat(dependencies(true, "/").dependencies().get(0).uri())
                .contains("pkg:oci/image@" + baseDigest + "?arch=amd64");
    }

    @Test
    void a_base_that_layers_deny_is_a_finding() throws Exception {
        app("{}", APP, BASE);
        BuildDependencies found = dependencies(true);
        assertThat(found.dependencies()).isEmpty();
        assertThat(found.findings())
                .extracting(BaseFinding::kind, BaseFinding::platform)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(BaseFinding.Kind.REFUTED, "linux/amd64"));
    }

    private static String label(String digest) {
        return "{\"Labels\":{\"org.opencontainers.image.base.name\":\"debian:13\","
                + "\"org.opencontainers.image.base.digest\":\"" + digest + "\"}}";
    }

    @Test
    void a_claim_that_layers_bear_out_is_no_finding_by_index_or_manifest() throws Exception {
        for (String digest : List.of(baseDigest, baseIndex)) {
            app(label(digest), BASE, APP);
            assertThat(dependencies(true).findings()).isEmpty();
        }
    }

    @Test
    void a_claim_that_layers_deny_is_a_finding_of_its_own() throws Exception {
        app(label(baseIndex), APP);
        assertThat(dependencies(true).findings())
                .extracting(BaseFinding::kind)
                .containsExactly(BaseFinding.Kind.REFUTED, BaseFinding.Kind.REFUTED);
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void a_claim_of_what_nobody_gave_is_unchecked(boolean named) throws Exception {
        app(label("sha256:" + "0".repeat(64)), BASE, APP);
        assertThat(dependencies(named).findings())
                .extracting(BaseFinding::kind)
                .containsExactly(BaseFinding.Kind.UNCHECKED);
        assertThat(dependencies(named).dependencies()).hasSize(named ? 1 : 0);
    }

    @Test
    void a_claim_that_is_no_digest_is_refuted() throws Exception {
        app(label("sha256:latest"), BASE, APP);
        assertThat(dependencies(true).findings().get(0).message()).contains("no digest");
    }

    @Test
    void a_base_by_name_alone_is_unchecked() throws Exception {
        app("{\"Labels\":{\"org.opencontainers.image.base.name\":\"debian:13\"}}", BASE, APP);
        assertThat(dependencies(true).findings())
                .extracting(BaseFinding::kind)
                .containsExactly(BaseFinding.Kind.UNCHECKED);
    }

    @Test
    void what_layers_prove_is_not_carried_over_from_buildkit_again() throws Exception {
        var image = new BuildKitImage(folder.resolve("app"));
        image.statement = image.statement.replace("$BASE", baseIndex.substring("sha256:".length()));
        String app = image.builder.image("linux", "amd64", "{}", BASE, APP);
        image.about = BuildKitImage.hex(app);
        image.reference = "sha256:" + image.about;
        image.more.add(LayoutBuilder.with(app, PLATFORM));
        image.write();
        BuildDependencies found = dependencies(true);
        assertThat(found.buildKit().remarks()).isEmpty();
        assertThat(found.dependencies())
                .extracting(one -> one.annotation("attest_source"))
                .containsExactly(Optional.of("buildkit"), Optional.of("layers"));
    }

    @Test
    void the_provenances_own_dependencies_come_first_and_are_not_repeated() throws Exception {
        new BuildKitImage(folder.resolve("app")).write();
        var own = new ResourceDescriptor(
                Optional.empty(),
                Optional.of("git+https://github.com/o/r@refs/heads/main"),
                Map.of("gitCommit", BuildKitImage.COMMIT),
                Optional.empty());
        var provenance = new Provenance(
                BuildDefinition.of("https://example.org/t", StrictJson.object(), StrictJson.object(), List.of(own)),
                new RunDetails(Builder.of("https://example.org/b"), BuildMetadata.NONE, List.of()));
        List<ResourceDescriptor> all =
                dependencies(false).in(provenance).buildDefinition().resolvedDependencies();
        assertThat(all).hasSize(2);
        assertThat(all.get(0)).isEqualTo(own);
        assertThat(all.get(1).digest()).isEqualTo(Map.of("sha256", BuildKitImage.BASE));
    }
}
