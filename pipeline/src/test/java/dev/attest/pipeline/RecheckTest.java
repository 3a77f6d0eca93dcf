package dev.attest.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attest.intoto.PredicateType;
import dev.attest.oci.Reference;
import dev.attest.oci.Repository;
import dev.attest.policy.Finding;
import dev.attest.policy.Profile;
import dev.attest.sbom.ImageScanner;
import dev.attest.sbom.ScanLimits;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecheckTest {
    @TempDir
    Path folder;

    private Workshop workshop;

    @BeforeEach
    void open() throws Exception {
        workshop = new Workshop(folder.resolve("sigstore"));
    }

    @AfterEach
    void close() throws Exception {
        workshop.close();
    }

    private VerifyReport recheck(Reference reference, String toolVersion) throws Exception {
        try (Repository repository = Workshop.open(reference)) {
            var gate = new VerifyImage(Optional.of(workshop.verifier()), workshop.executor())
                    .rechecking(new ImageScanner(workshop.executor(), ScanLimits.DEFAULT), toolVersion);
            var question = new VerifyQuestion(
                    reference, Profile.SIGNED, Optional.of(Workshop.identity(Workshop.DEVELOPER)), Optional.empty());
            return gate.verify(Places.same(repository), question);
        }
    }

    private static List<String> said(VerifyReport report, String rule) {
        return report.verdict().findings().stream()
                .filter(finding -> finding.rule().equals(rule))
                .map(Finding::message)
                .toList();
    }

    @Test
    void what_was_signed_comes_out_again_for_every_platform_under_whatever_name_it_is_asked_for() throws Exception {
        Images.index(folder.resolve("first-name"));
        Reference first = Workshop.layout(folder.resolve("first-name"));
        workshop.sign(first, Workshop.DEVELOPER);
        Reference other = Workshop.layout(LayoutFolder.copy(folder.resolve("first-name"), folder.resolve("other"))
                .folder());
        VerifyReport report = recheck(other, "1.0");
        assertThat(Workshop.reasons(report)).isEmpty();
        assertThat(said(report, "recheck-sbom")).hasSize(2).allMatch(text -> text.endsWith("to the last byte"));
        assertThat(said(report, "recheck-facts")).hasSize(2).allMatch(text -> text.endsWith("to the last byte"));
    }

    @Test
    void another_version_has_to_agree_on_the_packages() throws Exception {
        Images.single(folder.resolve("app"));
        Reference reference = Workshop.layout(folder.resolve("app"));
        workshop.sign(reference, Workshop.DEVELOPER);
        VerifyReport report = recheck(reference, "2.0");
        assertThat(Workshop.isAccepted(report)).isTrue();
        assertThat(said(report, "recheck-sbom").get(0)).contains("attest 1.0");
    }

    @Test
    void an_image_without_a_signed_sbom_is_refused() throws Exception {
        Images.single(folder.resolve("app"));
        Reference reference = Workshop.layout(folder.resolve("app"));
        workshop.sign(Workshop.order(reference, Set.of(PredicateType.SIGNATURE)), Workshop.DEVELOPER);
        assertThat(Workshop.reasons(recheck(reference, "1.0"))).containsExactly("recheck-sbom", "recheck-facts");
    }
}
