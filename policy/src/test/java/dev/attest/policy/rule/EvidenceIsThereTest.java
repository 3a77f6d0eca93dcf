package dev.attest.policy.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attest.intoto.PredicateType;
import dev.attest.policy.Evidence;
import dev.attest.policy.Finding;
import dev.attest.policy.Judged;
import dev.attest.policy.Rule;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EvidenceIsThereTest extends RuleTest {
    private static final Rule SIGNATURE = new EvidenceIsThere("signature", PredicateType.SIGNATURE);
    private static final Rule SBOM = new EvidenceIsThere("sbom", PredicateType.CYCLONEDX);

    @Test
    void a_signature_of_index_and_platforms_holds_for_each_of_them() throws Exception {
        Evidence signature = notary.says(PredicateType.SIGNATURE, Judged.empty(), INDEX, digest(AMD), digest(ARM));
        holds(SIGNATURE, index(signature));
        assertThat(judge(SIGNATURE, index(signature)))
                .extracting(Finding::platform)
                .containsExactly(Optional.empty(), Optional.of("linux/amd64"), Optional.of("linux/arm64"));
        assertThat(judge(SIGNATURE, index(signature)).get(0).message())
                .isEqualTo("signature signed by developer@local.attest.invalid");
    }

    @Test
    void a_platform_that_the_signature_does_not_cover_fails_and_so_does_the_index() throws Exception {
        Evidence withoutArm = notary.says(PredicateType.SIGNATURE, Judged.empty(), INDEX, digest(AMD));
        assertThat(answers(SIGNATURE, index(withoutArm))).containsExactly(true, true, false);
        Evidence withoutIndex = notary.says(PredicateType.SIGNATURE, Judged.empty(), digest(AMD), digest(ARM));
        assertThat(answers(SIGNATURE, index(withoutIndex))).containsExactly(false, true, true);
        assertThat(answers(SIGNATURE, Judged.only(index(withoutArm), AMD))).containsExactly(true, true);
        assertThat(answers(SIGNATURE, Judged.only(index(withoutArm), ARM))).containsExactly(true, false);
    }

    @Test
    void a_single_image_is_asked_about_once() throws Exception {
        assertThat(answers(SIGNATURE, single(notary.says(PredicateType.SIGNATURE, Judged.empty(), digest(AMD)))))
                .containsExactly(true);
        assertThat(answers(SIGNATURE, single())).containsExactly(false);
    }

    @Test
    void no_evidence_another_digest_another_type_or_rejected_evidence_fails() throws Exception {
        Evidence.Accepted other = notary.says(PredicateType.SIGNATURE, Judged.empty(), OTHER);
        Evidence sbom = notary.says(PredicateType.CYCLONEDX, Judged.sbom("a"), digest(AMD));
        Evidence rejected = new Evidence.Rejected(other.referrer(), "SIGNATURE", "not over this content");
        fails(SIGNATURE, single(other, sbom, rejected), "no accepted signature for " + digest(AMD));
    }

    @Test
    void an_sbom_is_needed_for_every_platform_and_the_index_has_none() throws Exception {
        Evidence amd = notary.says(PredicateType.CYCLONEDX, Judged.sbom("a"), digest(AMD));
        Evidence arm = notary.says(PredicateType.CYCLONEDX, Judged.sbom("a"), digest(ARM));
        Evidence ofIndex = notary.says(PredicateType.CYCLONEDX, Judged.sbom("a"), INDEX);
        assertThat(answers(SBOM, index(amd, arm))).containsExactly(true, true);
        assertThat(answers(SBOM, index(amd, ofIndex))).containsExactly(true, false);
        assertThat(answers(SBOM, index(ofIndex))).containsExactly(false, false);
    }

    @Test
    void the_type_is_the_statements_own_in_any_version_it_is_written_in() throws Exception {
        Evidence versioned =
                notary.says(notary.developer(), "https://cyclonedx.org/bom/v1.6", Judged.sbom("a"), digest(AMD));
        Evidence unknown = notary.says(notary.developer(), "https://example.com/bom", Judged.sbom("a"), digest(AMD));
        holds(SBOM, single(versioned));
        fails(SBOM, single(unknown), "no accepted cyclonedx");
    }

    @Test
    void evidence_of_just_anybody_counts_for_nothing() throws Exception {
        Evidence.Accepted signature = notary.says(PredicateType.SIGNATURE, Judged.empty(), digest(AMD));
        holds(SIGNATURE, single(signature));
        fails(SIGNATURE, single(notary.ofAnybody(signature)), "no accepted signature");
    }
}
