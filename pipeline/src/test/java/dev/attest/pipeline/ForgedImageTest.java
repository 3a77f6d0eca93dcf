package dev.attest.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attest.intoto.PredicateType;
import dev.attest.policy.Evidence;
import dev.attest.policy.Profile;
import dev.attest.signing.AcceptedIdentity;
import dev.attest.signing.Identities;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images whose evidence is sound but not theirs, or not of whom it says; each with a twin that passes. */
class ForgedImageTest extends WorkshopTest {
    /** A forger's own Sigstore gives its own root and the identity that is asked for: the layout brings both along. */
    @Test
    void layout_that_brings_its_own_root_is_judged_by_ours(@TempDir Path state) throws Exception {
        Images.single(layout.folder());
        try (var forger = new Workshop(state.resolve("forger"))) {
            forger.sign(reference(), Workshop.DEVELOPER);
            byte[] root = "{}".getBytes(java.nio.charset.StandardCharsets.UTF_8);
            try (var files = Files.walk(state)) {
                for (Path file :
                        files.filter(one -> one.endsWith("trusted_root.json")).toList()) {
                    root = Files.readAllBytes(file);
                }
            }
            for (String name : List.of("trusted_root.json", ".attest.yaml", "root.json")) {
                Files.write(layout.folder().resolve(name), root);
            }
            assertThat(Workshop.isAccepted(forger.verify(reference()))).isTrue();
        }
        VerifyReport report = workshop.verify(reference());
        assertThat(Workshop.reasons(report)).contains("signature", "provenance", "sbom", "facts", "nothing-withheld");
        assertThat(rejections(report)).containsExactly("TIMESTAMP");

        var twin = new LayoutFolder(folder.resolve("twin"));
        Images.single(twin.folder());
        workshop.sign(Workshop.layout(twin.folder()), Workshop.DEVELOPER);
        assertThat(Workshop.isAccepted(workshop.verify(Workshop.layout(twin.folder()))))
                .isTrue();
    }

    /** Our own authority, but not the workflow that is asked for: claims of a user are no claims of GitHub. */
    @Test
    void workflow_that_is_asked_for_is_not_somebody_of_the_same_authority() throws Exception {
        Images.single(layout.folder());
        workshop.sign(reference(), "acme-app");
        var gitHub = new AcceptedIdentity.GitHub("acme/app", Optional.empty(), Optional.empty(), Optional.empty());
        try (var repository = Workshop.open(reference())) {
            var asked = new VerifyQuestion(
                    reference(), Profile.PROD, Optional.of(Identities.of(List.of(gitHub))), Optional.empty());
            assertThat(rejections(workshop.verify(repository, asked))).containsExactly("IDENTITY");
            var twin = new VerifyQuestion(
                    reference(), Profile.PROD, Optional.of(Workshop.identity("acme-app")), Optional.empty());
            assertThat(Workshop.isAccepted(workshop.verify(repository, twin))).isTrue();
        }
    }

    /** Each platform's evidence put on the other: valid bundles about the wrong image. */
    @Test
    void platforms_do_not_lend_each_other_their_evidence() throws Exception {
        Images.Index index = Images.index(layout.folder());
        workshop.sign(reference(), Workshop.DEVELOPER);
        assertThat(Workshop.isAccepted(workshop.verify(reference()))).isTrue();
        var own = Set.of(index.amd(), index.arm());
        List<LayoutFolder.Referrer> alone = layout.referrers().stream()
                .filter(one -> own.contains(one.subject()) && !sharedByBoth(one, index))
                .toList();
        assertThat(alone).isNotEmpty();
        layout.remove(one -> alone.stream().anyMatch(other -> other.digest().equals(one.digest())));
        for (LayoutFolder.Referrer one : alone) {
            layout.attachTo(layout, one, one.subject().equals(index.amd()) ? index.arm() : index.amd());
        }
        for (String platform : own) {
            VerifyReport report = workshop.verify(at(platform));
            assertThat(Workshop.reasons(report)).contains("sbom", "facts");
            assertThat(rejections(report)).contains("SUBJECT");
        }
    }

    /** A referrer here that names the bundle of another image, signed by the same people. */
    @Test
    void referrer_that_points_to_another_images_bundle_attaches_nothing() throws Exception {
        Images.single(layout.folder());
        workshop.sign(reference(), Workshop.DEVELOPER);
        assertThat(Workshop.isAccepted(workshop.verify(reference()))).isTrue();
        var other = new LayoutFolder(folder.resolve("other"));
        Images.index(other.folder());
        workshop.sign(Workshop.layout(other.folder()), Workshop.DEVELOPER);
        LayoutFolder.Referrer signature = other.referrers().stream()
                .filter(one -> one.type().equals(PredicateType.SIGNATURE.uri()))
                .findFirst()
                .orElseThrow();
        String own = layout.bundles().stream()
                .filter(bundle -> typeOf(bundle).equals(PredicateType.SIGNATURE.uri()))
                .findFirst()
                .orElseThrow();
        layout.replaceBundle(own, Files.readAllBytes(other.blob(signature.bundle())));
        VerifyReport report = workshop.verify(reference());
        assertThat(Workshop.reasons(report)).contains("signature");
        assertThat(rejections(report)).containsExactly("SUBJECT");
    }

    private String typeOf(String bundle) {
        try {
            return layout.typeOf(bundle);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private boolean sharedByBoth(LayoutFolder.Referrer one, Images.Index index) {
        try {
            Set<String> subjects = layout.referrers().stream()
                    .filter(other -> other.bundle().equals(one.bundle()))
                    .map(LayoutFolder.Referrer::subject)
                    .collect(Collectors.toSet());
            return subjects.size() > 1 || subjects.contains(index.digest());
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static Set<String> rejections(VerifyReport report) {
        return report.subject().evidence().stream()
                .filter(Evidence.Rejected.class::isInstance)
                .map(evidence -> ((Evidence.Rejected) evidence).reason())
                .collect(Collectors.toSet());
    }
}
