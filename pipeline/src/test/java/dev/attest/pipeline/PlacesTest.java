package dev.attest.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attest.intoto.PredicateType;
import dev.attest.oci.Reference;
import dev.attest.oci.References;
import dev.attest.oci.Repository;
import dev.attest.policy.Case;
import dev.attest.policy.Profile;
import dev.attest.sbom.ImageScanner;
import dev.attest.sbom.ScanLimits;
import dev.attest.testvectors.FakeRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Evidence in a repository of its own, and how little is asked for. */
class PlacesTest extends WorkshopTest {
    private static Reference reference(FakeRegistry registry, String name) {
        return References.parse(registry.host() + "/" + name + ":1.0", Optional.empty());
    }

    private static VerifyQuestion question(Reference image, Profile profile) {
        return new VerifyQuestion(image, profile, Optional.of(Workshop.identity(Workshop.DEVELOPER)), Optional.empty());
    }

    private static SignReport sign(Places places, Reference image) throws Exception {
        return new SignImage(
                        new ImageScanner(workshop.executor(), ScanLimits.DEFAULT),
                        workshop.verifier(),
                        workshop.executor(),
                        step -> {})
                .sign(places, Workshop.order(image, Set.of()), workshop.session(Workshop.DEVELOPER));
    }

    private static VerifyImage gate() {
        return new VerifyImage(Optional.of(workshop.verifier()), workshop.executor());
    }

    private static Places apart(Reference image, FakeRegistry attestations) throws Exception {
        Repository evidence = Workshop.open(reference(attestations, "team/evidence"));
        Repository images = Workshop.open(image);
        return Places.open(() -> images, () -> evidence);
    }

    @Test
    void evidence_lies_in_its_own_repository_and_the_image_in_its_own() throws Exception {
        String digest = Images.single(layout.folder());
        try (FakeRegistry images = FakeRegistry.start();
                FakeRegistry attestations = FakeRegistry.start()) {
            images.load(layout.folder(), "1.0", digest);
            Reference image = reference(images, "team/app");
            try (Places apart = apart(image, attestations)) {
                assertThat(apart.isApart()).isTrue();
                assertThat(sign(apart, image).attached()).hasSize(5);
                assertThat(images.requests()).noneMatch(request -> request.startsWith("P"));
                assertThat(images.requests()).noneMatch(request -> request.contains("referrers"));
                assertThat(attestations.requests()).allMatch(request -> request.contains("/team/evidence/"));
                VerifyReport report = gate().verify(apart, question(image, Profile.PROD));
                assertThat(Workshop.reasons(report)).isEmpty();
            }
            assertThat(Workshop.isAccepted(workshop.verify(image))).isFalse();
        }
    }

    @Test
    void legacy_tags_are_looked_for_where_the_evidence_is() throws Exception {
        String digest = Images.single(layout.folder());
        try (FakeRegistry images = FakeRegistry.start();
                FakeRegistry attestations = FakeRegistry.start()) {
            images.load(layout.folder(), "1.0", digest);
            Reference image = reference(images, "team/app");
            try (Places apart = apart(image, attestations)) {
                gate().verify(apart, question(image, Profile.SIGNED));
            }
            assertThat(images.requests()).noneMatch(request -> request.endsWith(".sig"));
            assertThat(attestations.requests())
                    .contains(
                            "GET /v2/team/evidence/manifests/" + digest.replace(':', '-') + ".sig",
                            "GET /v2/team/evidence/manifests/" + digest.replace(':', '-') + ".att");
        }
    }

    @Test
    void a_malformed_legacy_manifest_is_rejected_evidence() throws Exception {
        String digest = Images.single(layout.folder());
        try (FakeRegistry registry = FakeRegistry.start()) {
            registry.load(layout.folder(), "1.0", digest);
            registry.manifest(
                    digest.replace(':', '-') + ".sig", "text/plain", "not JSON".getBytes(StandardCharsets.UTF_8));
            VerifyReport report = workshop.verify(reference(registry, "team/app"), Profile.SIGNED, Optional.empty());
            assertThat(Workshop.reasons(report)).containsExactly("signature");
            assertThat(report.subject().evidence())
                    .singleElement()
                    .isInstanceOfSatisfying(
                            dev.attest.policy.Evidence.Rejected.class,
                            rejected -> assertThat(rejected.detail()).contains(".sig"));
        }
    }

    @Test
    void one_type_alone_is_fetched_when_the_listing_names_types() throws Exception {
        String digest = Images.single(layout.folder());
        try (FakeRegistry registry = FakeRegistry.start()) {
            registry.load(layout.folder(), "1.0", digest);
            Reference image = reference(registry, "team/app");
            workshop.sign(image, Workshop.DEVELOPER);
            int before = registry.requests().size();
            try (Repository repository = Workshop.open(image)) {
                Case found = gate().collect(
                                Places.same(repository), question(image, Profile.SIGNED), PredicateType.CYCLONEDX);
                assertThat(found.evidence()).hasSize(1);
            }
            // The image's tag and configuration, two lists, and manifest and blob of one bundle.
            assertThat(registry.requests().subList(before, registry.requests().size()))
                    .hasSize(6);
            // As cosign 3.0 lists them: without annotations and with another artifact type.
            String tag = digest.replace(':', '-');
            String bare = new String(registry.manifest(tag), StandardCharsets.UTF_8)
                    .replaceAll("\"annotations\":\\{[^}]*\\},\"artifactType\":\"[^\"]*\",", "");
            assertThat(bare).doesNotContain("annotations");
            registry.manifest(tag, "application/vnd.oci.image.index.v1+json", bare.getBytes(StandardCharsets.UTF_8));
            try (Repository repository = Workshop.open(image)) {
                Case found = gate().collect(
                                Places.same(repository), question(image, Profile.SIGNED), PredicateType.CYCLONEDX);
                assertThat(found.evidence()).hasSize(5);
            }
        }
    }

    @Test
    void what_cannot_be_opened_closes_the_other() throws Exception {
        Images.single(layout.folder());
        var closed = new AtomicInteger();
        var first = new FaultyRepository(Workshop.open(reference())) {
            @Override
            public void close() throws IOException {
                closed.incrementAndGet();
                super.close();
            }
        };
        assertThatThrownBy(() -> Places.open(() -> first, () -> {
                    throw new IOException("no");
                }))
                .hasMessage("no");
        assertThat(closed).hasValue(1);
        Places.same(first).close();
        assertThat(closed).hasValue(2);
        assertThat(List.of(Places.same(first).isApart())).containsExactly(false);
    }
}
