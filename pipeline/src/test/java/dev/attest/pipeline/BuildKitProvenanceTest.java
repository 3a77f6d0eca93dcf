package dev.attest.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attest.intoto.ResourceDescriptor;
import dev.attest.oci.ImageReader;
import dev.attest.oci.Reference;
import dev.attest.oci.Repository;
import dev.attest.testvectors.LayoutBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class BuildKitProvenanceTest {
    private final ExecutorService executor = Executors.newFixedThreadPool(2);

    @TempDir
    Path folder;

    @AfterEach
    void stop() {
        executor.shutdownNow();
    }

    private BuildKitCarried read(Path layout) throws Exception {
        return read(new Reference.Layout(layout, Optional.empty(), Optional.empty()));
    }

    private BuildKitCarried read(Reference reference) throws Exception {
        try (Repository repository = Workshop.open(reference)) {
            return BuildKitProvenance.of(
                    repository, ImageReader.read(repository, repository.resolve(reference)), executor);
        }
    }

    private BuildKitCarried read(Consumer<BuildKitImage> defect) throws Exception {
        var image = new BuildKitImage(folder);
        defect.accept(image);
        image.write();
        return read(folder);
    }

    private static void isCarried(BuildKitCarried carried) {
        assertThat(carried.remarks()).isEmpty();
        assertThat(carried.accounts()).hasSize(1);
        assertThat(carried.dependencies())
                .extracting(ResourceDescriptor::digest)
                .containsExactly(Map.of("gitCommit", BuildKitImage.COMMIT), Map.of("sha256", BuildKitImage.BASE));
    }

    @Test
    void materials_of_an_image_that_is_described_rightly_are_carried_with_their_source() throws Exception {
        BuildKitCarried carried = read(image -> {});
        isCarried(carried);
        ResourceDescriptor base = carried.dependencies().get(1);
        assertThat(base.uri()).contains("pkg:docker/debian@13?platform=linux%2Famd64");
        assertThat(base.annotation("attest_source")).contains("buildkit");
        assertThat(base.annotations().get("attest_platforms")).hasToString("[\"linux/amd64\"]");
        assertThat(carried.accounts().get(0).predicate().hints().untrusted()).containsEntry("revision", "forged");
    }

    @Test
    void the_newer_form_is_an_artifact_with_a_subject() throws Exception {
        isCarried(read(image -> image.asArtifact(image.amd)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://slsa.dev/provenance/v1", ""})
    void a_statement_need_not_be_announced(String type) throws Exception {
        isCarried(read(image -> image.predicateType = type));
    }

    private static Arguments defect(String name, String reason, Consumer<BuildKitImage> change) {
        return Arguments.of(name, reason, change);
    }

    static Stream<Arguments> defects() {
        return Stream.of(
                defect(
                        "about the other platform",
                        "something else",
                        image -> image.about = BuildKitImage.hex(image.arm)),
                defect(
                        "listed for the other platform",
                        "something else",
                        image -> image.reference = LayoutBuilder.digestIn(image.arm)),
                defect(
                        "about two images",
                        "something else",
                        image -> image.statement = image.statement.replace(
                                "'subject':[",
                                "'subject':[{'name':'b','digest':{'sha256':'" + BuildKitImage.BASE + "'}},")),
                defect(
                        "subject denies another digest",
                        "something else",
                        image -> image.statement =
                                image.statement.replace("{'sha256':'$AMD'}", "{'sha512':'" + "e".repeat(128) + "'}")),
                defect(
                        "no subject",
                        "subjects",
                        image -> image.statement =
                                image.statement.replaceFirst("(?s)'subject':\\[.*?\\}\\}\\]", "'subject':[]")),
                defect(
                        "names another platform",
                        "another platform",
                        image -> image.statement = image.statement.replaceFirst("linux%2Famd64", "linux%2Fs390x")),
                defect(
                        "names no platform that is one",
                        "another platform",
                        image -> image.statement = image.statement.replaceFirst("linux%2Famd64", "x")),
                defect("listed for nothing", "listed for no image", image -> image.reference = ""),
                defect(
                        "listed for what is elsewhere",
                        "listed for no image",
                        image -> image.reference = "sha256:" + BuildKitImage.BASE),
                defect("artifact of another subject", "manifest's subject", image -> image.asArtifact(image.arm)),
                defect(
                        "artifact of no subject",
                        "manifest's subject",
                        image -> image.manifestMembers =
                                ",\"artifactType\":\"application/vnd.docker.attestation.manifest.v1+json\""),
                defect(
                        "subject of another size",
                        "manifest's subject",
                        image -> image.asArtifact(image.amd.replaceAll("\"size\":[0-9]+", "\"size\":1"))),
                defect(
                        "announced as another type",
                        "announced",
                        image -> image.predicateType = "https://slsa.dev/provenance/v0.2"),
                defect(
                        "another builder's",
                        "buildType",
                        image -> image.statement = image.statement.replace("moby/buildkit", "moby/other")),
                defect("no JSON", "JSON", image -> image.statement = "{"),
                defect(
                        "duplicate keys",
                        "JSON",
                        image -> image.statement = image.statement.replace("'_type':", "'_type':'x','_type':")),
                defect(
                        "nested without end",
                        "JSON",
                        image -> image.statement = image.statement.replace(
                                "'request':{", "'request':{'x':" + "[".repeat(300) + "]".repeat(300) + ",")),
                defect(
                        "a digest that is none",
                        "digest",
                        image ->
                                image.statement = image.statement.replace("'sha256':'$BASE'", "'sha256':'../../etc'")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("defects")
    void what_contradicts_the_image_is_said_and_not_carried(String name, String reason, Consumer<BuildKitImage> change)
            throws Exception {
        BuildKitCarried carried = read(change);
        assertThat(carried.dependencies()).isEmpty();
        assertThat(carried.accounts()).isEmpty();
        assertThat(carried.remarks()).hasSize(1).first().asString().contains(reason);
    }

    @Test
    void two_accounts_of_one_build_are_none() throws Exception {
        var image = new BuildKitImage(folder);
        String other = image.payload().replace("dockerfile.v0", "gateway.v0");
        image.write(image.listed(image.manifest(image.layer(image.payload()), image.layer(other))));
        BuildKitCarried carried = read(folder);
        assertThat(carried.dependencies()).isEmpty();
        assertThat(carried.remarks()).hasSize(1).first().asString().contains("several");
    }

    @Test
    void the_same_account_twice_is_one() throws Exception {
        var image = new BuildKitImage(folder);
        String layer = image.layer(image.payload());
        image.write(image.listed(image.manifest(layer)), image.listed(image.manifest(layer, layer)));
        isCarried(read(folder));
    }

    @Test
    void a_dependency_of_both_platforms_is_one_and_other_statements_are_not_read() throws Exception {
        var image = new BuildKitImage(folder);
        String amd = image.listed(image.manifest(image.layer(image.payload())));
        image.about = BuildKitImage.hex(image.arm);
        image.reference = "sha256:" + image.about;
        image.statement = image.statement.replace("linux%2Famd64", "linux%2Farm64");
        String arm = image.layer(image.payload());
        image.predicateType = "https://spdx.dev/Document";
        String sbom = image.layer("this is not read");
        image.write(amd, image.listed(image.manifest(sbom, arm)));
        BuildKitCarried carried = read(folder);
        assertThat(carried.remarks()).isEmpty();
        assertThat(carried.accounts()).hasSize(2);
        assertThat(carried.dependencies()).hasSize(2).allSatisfy(one -> assertThat(
                        one.annotations().get("attest_platforms"))
                .hasToString("[\"linux/amd64\",\"linux/arm64\"]"));
    }

    @Test
    void more_statements_than_a_build_has_are_not_read() throws Exception {
        var image = new BuildKitImage(folder);
        String layer = image.layer(image.payload());
        image.write(image.listed(
                image.manifest(java.util.Collections.nCopies(101, layer).toArray(String[]::new))));
        assertThat(read(folder).remarks()).hasSize(1).first().asString().contains("more than 100");
    }

    @Test
    void more_attestation_manifests_than_an_image_has_are_refused() {
        var image = new BuildKitImage(folder);
        String layer = image.layer(image.payload());
        for (int i = 0; i <= BuildKitListing.MAX_ENTRIES; i++) {
            image.manifestMembers = ",\"annotations\":{\"n\":\"" + i + "\"}";
            image.more.add(image.listed(image.manifest(layer)));
        }
        image.write();
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> read(folder))
                .isInstanceOf(dev.attest.oci.MalformedImageException.class)
                .hasMessageContaining("200");
    }

    @Test
    void a_statement_that_is_gone_is_said() throws Exception {
        var image = new BuildKitImage(folder);
        String layer = image.layer(image.payload());
        image.write(image.listed(image.manifest(layer)));
        Files.delete(folder.resolve("blobs/sha256/" + BuildKitImage.hex(layer)));
        assertThat(read(folder).remarks()).hasSize(1).first().asString().contains("not there");
    }

    @Test
    void a_statement_that_is_not_what_its_digest_says_is_said() throws Exception {
        var image = new BuildKitImage(folder);
        String layer = image.layer(image.payload());
        image.write(image.listed(image.manifest(layer)));
        Path blob = folder.resolve("blobs/sha256/" + BuildKitImage.hex(layer));
        Files.writeString(blob, Files.readString(blob).replace("debian", "daemon"));
        BuildKitCarried carried = read(folder);
        assertThat(carried.dependencies()).isEmpty();
        assertThat(carried.remarks()).hasSize(1);
    }

    @Test
    void a_statement_larger_than_buildkit_takes_is_not_read() throws Exception {
        var image = new BuildKitImage(folder);
        String layer = image.layer(image.payload()).replaceFirst("\"size\":[0-9]+", "\"size\":41943041");
        image.write(image.listed(image.manifest(layer)));
        assertThat(read(folder).remarks()).hasSize(1).first().asString().contains("41943040");
    }

    @Test
    void an_image_without_attestations_gives_nothing() throws Exception {
        Images.index(folder);
        assertThat(read(folder))
                .isEqualTo(new BuildKitCarried(java.util.List.of(), java.util.List.of(), java.util.List.of()));
    }

    @Test
    void a_platform_asked_for_by_its_digest_finds_its_attestations_among_the_referrers() throws Exception {
        var image = new BuildKitImage(folder);
        image.asArtifact(image.amd);
        String attestation = image.manifest(image.layer(image.payload()));
        image.builder.list(image.amd, "latest");
        image.builder
                .list(LayoutBuilder.with(
                        attestation, "\"artifactType\":\"application/vnd.docker.attestation.manifest.v1+json\""))
                .write();
        isCarried(read(new Reference.Layout(folder, Optional.of("latest"), Optional.empty())));
    }

    @Test
    void the_corpus_image_names_nothing_that_could_be_carried() throws Exception {
        String corpus = System.getenv("ATTEST_CORPUS");
        Assumptions.assumeTrue(corpus != null, "ATTEST_CORPUS names the folder with the corpus");
        BuildKitCarried carried = read(Path.of(corpus, "multiarch-buildkit"));
        assertThat(carried.dependencies()).isEmpty();
    }
}
