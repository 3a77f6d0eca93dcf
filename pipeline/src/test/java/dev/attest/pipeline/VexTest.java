package dev.attest.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.attest.intoto.PredicateType;
import dev.attest.oci.Digest;
import dev.attest.policy.Case;
import dev.attest.vex.VexDocument;
import dev.attest.vex.openvex.OpenVex;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class VexTest extends WorkshopTest {
    private static VexDocument about(String product) throws Exception {
        String text =
                """
                {"@context":"https://openvex.dev/ns/v0.2.0","@id":"https://example.com/vex","author":"Security",
                 "timestamp":"2026-01-01T00:00:00Z","version":1,"statements":[{
                   "vulnerability":{"name":"CVE-2026-0001"},"products":[{"@id":"%s"}],
                   "status":"not_affected","justification":"vulnerable_code_not_in_execute_path"}]}
                """
                        .formatted(product);
        return OpenVex.parse(text.getBytes(UTF_8));
    }

    private static List<PredicateType> types(SignReport report) {
        return report.attached().stream().map(SignReport.Attached::type).toList();
    }

    @Test
    void a_statement_about_a_package_becomes_one_about_the_image_with_it_inside() throws Exception {
        Images.Index index = Images.index(layout.folder());
        SignReport report = workshop.sign(
                Workshop.order(reference(), Set.of(), about("pkg:deb/debian/base@1.0")), Workshop.DEVELOPER);

        assertThat(types(report)).hasSize(8).containsOnlyOnce(PredicateType.OPENVEX);
        assertThat(report.unmatchedVex())
                .singleElement()
                .asString()
                .startsWith("linux/arm64: CVE-2026-0001 in pkg:deb/debian/base@1.0");
        Case subject = workshop.verify(reference()).subject();
        String predicate = subject.newest(PredicateType.OPENVEX, Digest.parse(index.amd()))
                .orElseThrow()
                .verified()
                .statement()
                .predicate()
                .node()
                .toString();
        assertThat(predicate)
                .contains("pkg:oci/app@sha256%3A" + index.digest().substring(7))
                .contains("pkg:oci/app@sha256%3A" + index.amd().substring(7))
                .contains("\"subcomponents\":[{\"@id\":\"pkg:deb/debian/base@1.0");
        assertThat(subject.newest(PredicateType.OPENVEX, Digest.parse(index.arm())))
                .isEmpty();
        assertThat(Workshop.isAccepted(workshop.verify(reference()))).isTrue();
    }

    @Test
    void a_statement_about_something_else_makes_no_attestation_and_is_reported() throws Exception {
        Images.single(layout.folder());
        SignReport report = workshop.sign(
                Workshop.order(reference(), Set.of(), about("pkg:deb/debian/other@1.0")), Workshop.DEVELOPER);
        assertThat(types(report)).hasSize(5).doesNotContain(PredicateType.OPENVEX);
        assertThat(report.unmatchedVex())
                .containsExactly("linux/amd64: CVE-2026-0001 in pkg:deb/debian/other@1.0: neither this image nor a"
                        + " component in it");
    }

    @Test
    void an_image_in_a_folder_of_any_name_can_have_statements() throws Exception {
        layout = new LayoutFolder(folder.resolve("Größe 1"));
        Images.single(layout.folder());
        SignReport report = workshop.sign(
                Workshop.order(reference(), Set.of(PredicateType.OPENVEX), about("pkg:deb/debian/base")),
                Workshop.DEVELOPER);
        assertThat(types(report)).containsExactly(PredicateType.OPENVEX, PredicateType.REFERENCE);
    }
}
