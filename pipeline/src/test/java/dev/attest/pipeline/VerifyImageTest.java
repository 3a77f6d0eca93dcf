package dev.attest.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.attest.intoto.PredicateType;
import dev.attest.json.StrictJson;
import dev.attest.oci.Digest;
import dev.attest.oci.MalformedImageException;
import dev.attest.oci.NotFoundException;
import dev.attest.oci.Platform;
import dev.attest.oci.Repository;
import dev.attest.policy.Evidence;
import dev.attest.policy.Profile;
import dev.attest.signing.Identities;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class VerifyImageTest extends WorkshopTest {
    private static final Map<String, String> RULES = Map.of(
            PredicateType.SIGNATURE.uri(), "signature",
            PredicateType.PROVENANCE.uri(), "provenance",
            PredicateType.CYCLONEDX.uri(), "sbom",
            PredicateType.FACTS.uri(), "facts",
            PredicateType.REFERENCE.uri(), "nothing-withheld");

    private int copies;

    private LayoutFolder copy() throws Exception {
        return LayoutFolder.copy(layout.folder(), folder.resolve("copy" + copies++));
    }

    private VerifyReport verify(LayoutFolder other) throws Exception {
        return workshop.verify(Workshop.layout(other.folder()));
    }

    private static List<String> rejections(VerifyReport report) {
        return report.subject().evidence().stream()
                .filter(Evidence.Rejected.class::isInstance)
                .map(evidence -> ((Evidence.Rejected) evidence).reason())
                .distinct()
                .toList();
    }

    @Test
    void an_unsigned_image_is_refused_and_dev_asks_for_nothing() throws Exception {
        Images.single(layout.folder());
        assertThat(Workshop.reasons(workshop.verify(reference()))).contains("signature", "nothing-withheld");
        try (Repository repository = Workshop.open(reference())) {
            var dev = new VerifyQuestion(reference(), Profile.DEV, Optional.empty(), Optional.empty());
            var gate = new VerifyImage(Optional.empty(), workshop.executor());
            assertThat(Workshop.isAccepted(gate.verify(Places.same(repository), dev)))
                    .isTrue();
            assertThatThrownBy(() -> gate.collect(Places.same(repository), dev))
                    .isInstanceOf(IllegalArgumentException.class);
            var signed = new VerifyQuestion(
                    reference(), Profile.SIGNED, Optional.of(Workshop.identity("a")), Optional.empty());
            assertThatThrownBy(() -> gate.verify(Places.same(repository), signed))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> new VerifyQuestion(reference(), Profile.PROD, Optional.empty(), Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("accepting signed evidence needs an identity");
    }

    @Test
    void anybodys_evidence_is_listed_and_accepted_by_no_profile() throws Exception {
        Images.single(layout.folder());
        workshop.sign(reference(), Workshop.DEVELOPER);
        try (Repository repository = Workshop.open(reference())) {
            VerifyReport report = workshop.verify(
                    repository,
                    new VerifyQuestion(
                            reference(), Profile.SIGNED, Optional.of(Identities.unsafeAny()), Optional.empty()));
            assertThat(report.subject().evidence()).hasSize(5).allMatch(Evidence.Accepted.class::isInstance);
            assertThat(Workshop.reasons(report)).containsExactly("signature");
        }
    }

    @Test
    void each_bundle_withheld_is_missed_by_name() throws Exception {
        Images.index(layout.folder());
        workshop.sign(reference(), Workshop.DEVELOPER);
        for (String bundle : layout.bundles()) {
            LayoutFolder without = copy();
            without.remove(referrer -> referrer.bundle().equals(bundle));
            assertThat(Workshop.reasons(verify(without)))
                    .as(layout.typeOf(bundle))
                    .contains(RULES.get(layout.typeOf(bundle)), "nothing-withheld");
        }
    }

    @Test
    void a_bundle_that_is_still_attached_to_one_of_its_subjects_is_there() throws Exception {
        Images.Index index = Images.index(layout.folder());
        workshop.sign(reference(), Workshop.DEVELOPER);
        layout.remove(referrer -> referrer.subject().equals(index.digest()));
        assertThat(Workshop.isAccepted(workshop.verify(reference()))).isTrue();
    }

    @Test
    void each_bundle_tampered_with_is_rejected_and_its_rule_named() throws Exception {
        Images.single(layout.folder());
        workshop.sign(reference(), Workshop.DEVELOPER);
        for (String bundle : layout.bundles()) {
            LayoutFolder tampered = copy();
            ObjectNode json = tampered.json(bundle);
            ObjectNode envelope = (ObjectNode) json.get("dsseEnvelope");
            byte[] payload = envelope.get("payload").binaryValue();
            payload[payload.length - 3] ^= 1;
            envelope.put("payload", payload);
            tampered.replaceBundle(bundle, StrictJson.write(json));
            VerifyReport report = verify(tampered);
            assertThat(Workshop.reasons(report)).as(layout.typeOf(bundle)).contains(RULES.get(layout.typeOf(bundle)));
            assertThat(rejections(report)).containsExactly("SIGNATURE");

            LayoutFolder flipped = copy();
            byte[] bytes = Files.readAllBytes(flipped.blob(bundle));
            bytes[bytes.length / 2] ^= 1;
            Files.write(flipped.blob(bundle), bytes);
            assertThat(rejections(verify(flipped))).containsExactly("MALFORMED");

            LayoutFolder gone = copy();
            Files.delete(gone.blob(bundle));
            assertThat(rejections(verify(gone))).containsExactly("MISSING");
            assertThat(Workshop.isAccepted(verify(gone))).isFalse();
        }
    }

    @Test
    void evidence_of_another_image_counts_for_nothing_here() throws Exception {
        Images.single(layout.folder());
        workshop.sign(reference(), Workshop.DEVELOPER);
        var other = new LayoutFolder(folder.resolve("other"));
        Images.Index index = Images.index(other.folder());
        for (LayoutFolder.Referrer referrer : layout.referrers()) {
            layout.attachTo(other, referrer, index.digest());
        }
        VerifyReport report = verify(other);
        assertThat(report.subject().evidence()).hasSize(5);
        assertThat(rejections(report)).containsExactly("SUBJECT");
        assertThat(Workshop.reasons(report)).contains("signature", "provenance", "sbom", "facts", "nothing-withheld");
    }

    @Test
    void evidence_of_one_platform_attached_to_another_counts_for_its_own_only() throws Exception {
        Images.Index index = Images.index(layout.folder());
        workshop.sign(reference(), Workshop.DEVELOPER);
        LayoutFolder.Referrer ofAmd = layout.referrers().stream()
                .filter(one -> one.subject().equals(index.amd()) && one.type().equals(PredicateType.CYCLONEDX.uri()))
                .findFirst()
                .orElseThrow();
        layout.remove(one -> one.subject().equals(index.arm()) && one.type().equals(PredicateType.CYCLONEDX.uri()));
        layout.attachTo(layout, ofAmd, index.arm());

        assertThat(Workshop.reasons(workshop.verify(reference()))).contains("sbom", "sbom-not-empty");
        assertThat(Workshop.reasons(workshop.verify(at(index.arm())))).contains("sbom", "sbom-not-empty");
        assertThat(rejections(workshop.verify(at(index.arm())))).containsExactly("SUBJECT");
        assertThat(Workshop.isAccepted(workshop.verify(at(index.amd())))).isTrue();
    }

    @Test
    void one_platform_can_be_asked_for_and_must_exist() throws Exception {
        Images.Index index = Images.index(layout.folder());
        workshop.sign(reference(), Workshop.DEVELOPER);
        layout.remove(one -> one.subject().equals(index.arm()));
        assertThat(Workshop.isAccepted(workshop.verify(reference()))).isFalse();
        assertThat(Workshop.isAccepted(
                        workshop.verify(reference(), Profile.PROD, Optional.of(Platform.parse("linux/amd64")))))
                .isTrue();
        assertThat(Workshop.isAccepted(
                        workshop.verify(reference(), Profile.PROD, Optional.of(Platform.parse("linux/arm64")))))
                .isFalse();
        assertThatThrownBy(
                        () -> workshop.verify(reference(), Profile.PROD, Optional.of(Platform.parse("linux/riscv64"))))
                .isInstanceOf(MalformedImageException.class)
                .hasMessage("no image for linux/riscv64 among linux/amd64, linux/arm64");
    }

    @Test
    void a_platforms_own_digest_can_be_verified_alone() throws Exception {
        Images.Index index = Images.index(layout.folder());
        workshop.sign(reference(), Workshop.DEVELOPER);
        layout.remove(one -> !one.subject().equals(index.arm()));
        assertThat(Workshop.isAccepted(workshop.verify(at(index.arm())))).isTrue();
        assertThat(Workshop.isAccepted(workshop.verify(at(index.amd())))).isFalse();
    }

    @Test
    void a_nested_index_with_buildkits_manifests_is_judged_by_its_platforms() throws Exception {
        Images.Index index = Images.nested(layout.folder());
        workshop.sign(reference(), Workshop.DEVELOPER);
        VerifyReport report = workshop.verify(reference());
        assertThat(Workshop.reasons(report)).isEmpty();
        assertThat(report.subject().judged()).hasSize(2);
        assertThat(report.subject().image().others()).hasSize(1);
        assertThat(Workshop.isAccepted(workshop.verify(at(index.arm())))).isTrue();
    }

    @Test
    void the_inner_index_was_not_signed_by_its_own_digest() throws Exception {
        Images.nested(layout.folder());
        workshop.sign(reference(), Workshop.DEVELOPER);
        String inner = layout.json(layout.index().at("/manifests/0/digest").textValue())
                .at("/manifests/0/digest")
                .textValue();
        assertThat(Workshop.reasons(workshop.verify(at(inner)))).contains("signature", "nothing-withheld");
    }

    @Test
    void what_attaches_no_bundle_is_passed_over() throws Exception {
        String digest = Images.single(layout.folder());
        workshop.sign(reference(), Workshop.DEVELOPER);
        ObjectNode signed = layout.json(layout.referrers().get(0).digest());
        ObjectNode scan = signed.deepCopy();
        ((ObjectNode) scan.at("/layers/0")).put("mediaType", "application/vnd.aquasec.trivy.report+json");
        layout.attach(scan);
        ObjectNode two = signed.deepCopy();
        two.withArray("layers").add(signed.at("/layers/0").deepCopy());
        layout.attach(two);
        VerifyReport report = workshop.verify(reference());
        assertThat(Workshop.isAccepted(report)).isTrue();
        assertThat(report.subject().evidence()).hasSize(5);
        assertThat(digest).isEqualTo(report.subject().digest().toString());
    }

    @Test
    void the_bundle_is_judged_and_not_what_its_manifest_says_of_it() throws Exception {
        Images.single(layout.folder());
        workshop.sign(reference(), Workshop.DEVELOPER);
        for (LayoutFolder.Referrer referrer : layout.referrers()) {
            layout.change(referrer, manifest -> {
                ((ObjectNode) manifest.get("annotations"))
                        .put("dev.sigstore.bundle.predicateType", PredicateType.VSA.uri())
                        .put("org.opencontainers.image.created", "never");
                return manifest;
            });
        }
        assertThat(Workshop.isAccepted(workshop.verify(reference()))).isTrue();
    }

    @Test
    void a_signed_image_with_other_bytes_is_refused() throws Exception {
        String digest = Images.single(layout.folder());
        workshop.sign(reference(), Workshop.DEVELOPER);
        Path manifest = layout.blob(digest);
        byte[] bytes = Files.readAllBytes(manifest);
        bytes[bytes.length - 10] ^= 1;
        Files.write(manifest, bytes);
        assertThatThrownBy(() -> workshop.verify(at(digest))).isInstanceOf(MalformedImageException.class);
        Files.delete(manifest);
        assertThatThrownBy(() -> workshop.verify(at(digest))).isInstanceOf(NotFoundException.class);
    }

    @Test
    void an_image_that_production_must_not_run_is_refused_however_well_signed() throws Exception {
        var builder = new dev.attest.testvectors.LayoutBuilder(layout.folder());
        byte[] tar = new dev.attest.testvectors.TarWriter()
                .file("etc/passwd", "root:x:0:0::/:/bin/sh\n")
                .entry('0', "bin/sh", "", 0755, new byte[] {1})
                .entry('0', "usr/bin/apt", "", 0755, new byte[] {1})
                .bytes();
        builder.list(builder.image("linux", "amd64", "{}", tar), "latest").write();
        workshop.sign(reference(), Workshop.DEVELOPER);
        VerifyReport report = workshop.verify(reference());
        assertThat(Workshop.reasons(report))
                .containsExactly("sbom-not-empty", "non-root", "no-shell", "no-package-manager");
        assertThat(report.subject()
                        .accepted(
                                PredicateType.SIGNATURE,
                                Digest.parse(report.subject().digest().toString())))
                .hasSize(1);
    }
}
