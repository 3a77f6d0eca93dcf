package dev.attest.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attest.intoto.PredicateType;
import dev.attest.intoto.predicate.ReferenceList;
import dev.attest.oci.Descriptor;
import dev.attest.oci.Digest;
import dev.attest.oci.Repository;
import dev.attest.policy.Evidence;
import dev.attest.policy.Profile;
import dev.attest.signing.service.SigningException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SignImageTest extends WorkshopTest {
    @Test
    void a_signed_image_is_accepted_with_one_bundle_of_each_type() throws Exception {
        Images.single(layout.folder());
        SignReport report = workshop.sign(reference(), Workshop.DEVELOPER);

        assertThat(report.attached())
                .extracting(SignReport.Attached::type)
                .containsExactly(
                        PredicateType.SIGNATURE,
                        PredicateType.PROVENANCE,
                        PredicateType.CYCLONEDX,
                        PredicateType.FACTS,
                        PredicateType.REFERENCE);
        assertThat(report.attached()).allMatch(SignReport.Attached::isNew);
        assertThat(report.gaps()).isEmpty();
        assertThat(layout.referrers()).hasSize(5);
        assertThat(Workshop.reasons(workshop.verify(reference()))).isEmpty();
        assertThat(Workshop.isAccepted(workshop.verify(reference()))).isTrue();
    }

    @Test
    void an_index_has_signature_and_provenance_in_common_and_the_rest_for_each_platform() throws Exception {
        Images.Index index = Images.index(layout.folder());
        SignReport report = workshop.sign(reference(), Workshop.DEVELOPER);

        assertThat(report.attached()).hasSize(7);
        assertThat(report.attached().get(0).subjects())
                .extracting(Digest::toString)
                .containsExactly(index.digest(), index.amd(), index.arm());
        // Three bundles about all three manifests, and two for each platform.
        assertThat(layout.referrers()).hasSize(3 * 3 + 2 * 2);
        assertThat(layout.bundles()).hasSize(7);
        assertThat(Workshop.isAccepted(workshop.verify(reference()))).isTrue();
    }

    @Test
    void signing_again_signs_and_adds_nothing() throws Exception {
        Images.index(layout.folder());
        SignReport first = workshop.sign(reference(), Workshop.DEVELOPER);
        byte[] index = Files.readAllBytes(layout.folder().resolve("index.json"));
        List<Path> blobs = layout.blobs();

        SignReport second = workshop.sign(reference(), Workshop.DEVELOPER);

        assertThat(second.attached()).noneMatch(SignReport.Attached::isNew);
        assertThat(second.attached())
                .extracting(SignReport.Attached::bundle)
                .containsExactlyElementsOf(first.attached().stream()
                        .map(SignReport.Attached::bundle)
                        .toList());
        assertThat(layout.folder().resolve("index.json")).hasBinaryContent(index);
        assertThat(layout.blobs()).isEqualTo(blobs);
    }

    @Test
    void what_is_missing_is_attached_again_without_signing() throws Exception {
        Images.Index index = Images.index(layout.folder());
        workshop.sign(reference(), Workshop.DEVELOPER);
        Set<LayoutFolder.Referrer> whole = Set.copyOf(layout.referrers());
        layout.remove(referrer ->
                referrer.subject().equals(index.arm()) && referrer.type().contains("cosign"));

        SignReport second = workshop.sign(reference(), Workshop.DEVELOPER);

        assertThat(second.attached()).noneMatch(SignReport.Attached::isNew);
        assertThat(Set.copyOf(layout.referrers())).isEqualTo(whole);
    }

    @Test
    void a_second_identity_signs_for_itself_and_both_verify() throws Exception {
        Images.single(layout.folder());
        workshop.sign(reference(), Workshop.DEVELOPER);
        SignReport second = workshop.sign(reference(), "release");

        assertThat(second.attached()).allMatch(SignReport.Attached::isNew);
        assertThat(layout.bundles()).hasSize(10);
        assertThat(Workshop.isAccepted(workshop.verify(reference()))).isTrue();
        try (Repository repository = Workshop.open(reference())) {
            for (String user : List.of("release", Workshop.DEVELOPER)) {
                var question = new VerifyQuestion(
                        reference(), Profile.PROD, Optional.of(Workshop.identity(user)), Optional.empty());
                assertThat(Workshop.isAccepted(workshop.verify(repository, question)))
                        .as(user)
                        .isTrue();
            }
            var stranger = new VerifyQuestion(
                    reference(), Profile.PROD, Optional.of(Workshop.identity("stranger")), Optional.empty());
            VerifyReport refused = workshop.verify(repository, stranger);
            assertThat(Workshop.isAccepted(refused)).isFalse();
            assertThat(refused.subject().evidence()).hasSize(10).allSatisfy(evidence -> assertThat(
                            ((Evidence.Rejected) evidence).reason())
                    .isEqualTo("IDENTITY"));
        }
    }

    @Test
    void only_what_is_asked_for_is_made_and_listed() throws Exception {
        Images.single(layout.folder());
        SignReport report =
                workshop.sign(Workshop.order(reference(), Set.of(PredicateType.SIGNATURE)), Workshop.DEVELOPER);

        assertThat(report.attached())
                .extracting(SignReport.Attached::type)
                .containsExactly(PredicateType.SIGNATURE, PredicateType.REFERENCE);
        assertThat(Workshop.isAccepted(workshop.verify(reference(), Profile.SIGNED, Optional.empty())))
                .isTrue();
        assertThat(Workshop.reasons(workshop.verify(reference())))
                .contains("provenance", "sbom", "facts")
                .doesNotContain("signature", "nothing-withheld");
    }

    @Test
    void an_order_that_leaves_nothing_to_say_signs_not_even_an_empty_list() throws Exception {
        Images.single(layout.folder());
        SignReport report =
                workshop.sign(Workshop.order(reference(), Set.of(PredicateType.OPENVEX)), Workshop.DEVELOPER);
        assertThat(report.attached()).isEmpty();
        assertThat(layout.referrers()).isEmpty();
    }

    @Test
    void the_list_names_every_bundle_of_the_run_and_what_each_is_about() throws Exception {
        Images.Index index = Images.index(layout.folder());
        SignReport report = workshop.sign(reference(), Workshop.DEVELOPER);
        VerifyReport verified = workshop.verify(reference());

        var list = verified.subject().newest(PredicateType.REFERENCE, Digest.parse(index.digest()));
        var references = ReferenceList.read(
                        list.orElseThrow().verified().statement().predicate())
                .references();
        var expected = new TreeSet<String>();
        for (SignReport.Attached attached : report.attached()) {
            if (attached.type() != PredicateType.REFERENCE) {
                expected.add(attached.bundle().hex() + " "
                        + new TreeSet<>(attached.subjects().stream()
                                .map(Digest::toString)
                                .toList()));
            }
        }
        assertThat(references.stream()
                        .map(one -> one.digest().get("sha256") + " " + new TreeSet<>(ReferenceList.subjects(one))))
                .containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void the_same_image_and_inputs_make_the_same_statements_elsewhere(@TempDir Path other) throws Exception {
        Images.index(layout.folder());
        workshop.sign(reference(), Workshop.DEVELOPER);
        Path copy = other.resolve("app");
        Images.index(copy);
        try (var second = new Workshop(other.resolve("sigstore"))) {
            second.sign(Workshop.layout(copy), "somebody");
        }
        assertThat(payloads(new LayoutFolder(copy), false)).hasSize(6).isEqualTo(payloads(layout, false));
        // The list names bundles, which are signed anew.
        assertThat(payloads(new LayoutFolder(copy), true)).hasSize(7).isNotEqualTo(payloads(layout, true));
    }

    private static Set<String> payloads(LayoutFolder layout, boolean withList) throws Exception {
        var payloads = new TreeSet<String>();
        for (String bundle : layout.bundles()) {
            if (withList || !layout.typeOf(bundle).equals(PredicateType.REFERENCE.uri())) {
                payloads.add(layout.json(bundle).at("/dsseEnvelope/payload").textValue());
            }
        }
        return payloads;
    }

    @Test
    void nothing_is_pushed_when_what_was_signed_does_not_verify(@TempDir Path other) throws Exception {
        Images.single(layout.folder());
        List<Path> blobs = layout.blobs();
        try (var stranger = new Workshop(other.resolve("sigstore"));
                Repository repository = Workshop.open(reference())) {
            assertThatThrownBy(() -> workshop.sign(
                            repository,
                            Workshop.order(reference(), Set.of()),
                            workshop.session(Workshop.DEVELOPER, stranger.verifier())))
                    .isInstanceOf(SigningException.class)
                    .hasMessageContaining("does not verify");
        }
        assertThat(layout.referrers()).isEmpty();
        assertThat(layout.blobs()).isEqualTo(blobs);
    }

    @Test
    void nothing_is_pushed_when_referrers_cannot_be_listed() throws Exception {
        Images.single(layout.folder());
        try (Repository repository = new FaultyRepository(Workshop.open(reference())) {
            @Override
            public List<Descriptor> referrers(Digest subject) throws IOException {
                throw new IOException("429");
            }
        }) {
            assertThatThrownBy(() -> workshop.sign(
                            repository, Workshop.order(reference(), Set.of()), workshop.session(Workshop.DEVELOPER)))
                    .isInstanceOf(IOException.class)
                    .hasMessage("429");
        }
        assertThat(layout.referrers()).isEmpty();
    }

    @Test
    void a_tampered_bundle_is_not_taken_for_one_that_is_there() throws Exception {
        Images.single(layout.folder());
        workshop.sign(reference(), Workshop.DEVELOPER);
        String signature = layout.referrers().stream()
                .filter(one -> one.type().equals(PredicateType.SIGNATURE.uri()))
                .findFirst()
                .orElseThrow()
                .bundle();
        var broken = layout.json(signature);
        ((com.fasterxml.jackson.databind.node.ObjectNode) broken.at("/dsseEnvelope/signatures/0"))
                .put("sig", "MEUCIQ==");
        layout.replaceBundle(signature, dev.attest.json.StrictJson.write(broken));
        // Else the signed list would lead to it, and nothing would have to be signed.
        Files.delete(layout.folder().resolve("blobs").resolve(signature.replace(':', '/')));

        SignReport second = workshop.sign(reference(), Workshop.DEVELOPER);

        assertThat(second.attached())
                .filteredOn(SignReport.Attached::isNew)
                .extracting(SignReport.Attached::type)
                .containsExactly(PredicateType.SIGNATURE, PredicateType.REFERENCE);
    }

    @Test
    void what_a_tampered_bundle_replaced_is_found_by_the_signed_list() throws Exception {
        Images.single(layout.folder());
        workshop.sign(reference(), Workshop.DEVELOPER);
        String signature = layout.referrers().stream()
                .filter(one -> one.type().equals(PredicateType.SIGNATURE.uri()))
                .findFirst()
                .orElseThrow()
                .bundle();
        layout.replaceBundle(signature, "{}".getBytes(java.nio.charset.StandardCharsets.UTF_8));

        SignReport second = workshop.sign(reference(), Workshop.DEVELOPER);

        assertThat(second.attached()).noneMatch(SignReport.Attached::isNew);
        assertThat(second.attachedAgain()).containsExactly(Digest.parse(signature));
        assertThat(Workshop.reasons(workshop.verify(reference()))).isEmpty();
    }

    @Test
    void spdx_is_made_where_it_is_asked_for_and_read_like_any_evidence() throws Exception {
        Images.single(layout.folder());
        SignReport report = workshop.sign(Workshop.order(reference(), Set.of(PredicateType.SPDX)), Workshop.DEVELOPER);

        assertThat(report.attached())
                .extracting(SignReport.Attached::type)
                .containsExactly(PredicateType.SPDX, PredicateType.REFERENCE);
    }
}
