package dev.attest.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.attest.intoto.PredicateType;
import dev.attest.json.StrictJson;
import dev.attest.oci.Digest;
import dev.attest.policy.Case;
import dev.attest.policy.Evidence;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GivenTest extends WorkshopTest {
    private static final String COMMIT = "c".repeat(40);

    private SignOrder order(Set<PredicateType> only) throws Exception {
        SignOrder plain = Workshop.order(reference(), only);
        return new SignOrder(
                plain.image(),
                only,
                plain.provenance(),
                List.of(),
                List.of(
                        new Given(PredicateType.TEST_RESULT, result(), Optional.of(COMMIT)),
                        new Given(PredicateType.COVERAGE, coverage(), Optional.of(COMMIT))),
                Optional.empty(),
                "1.0");
    }

    private static ObjectNode result() {
        return StrictJson.object().put("result", "PASSED");
    }

    private static ObjectNode coverage() {
        ObjectNode predicate = StrictJson.object();
        predicate.putArray("attributes").addObject().put("attribute", PredicateType.COVERAGE_ATTRIBUTE);
        return predicate;
    }

    @Test
    void what_is_given_is_signed_about_the_image_its_platforms_and_the_commit() throws Exception {
        Images.Index index = Images.index(layout.folder());
        workshop.sign(order(Set.of()), Workshop.DEVELOPER);
        Case subject = workshop.verify(reference()).subject();
        for (String digest : List.of(index.digest(), index.amd(), index.arm())) {
            Evidence.Accepted result = subject.newest(PredicateType.TEST_RESULT, Digest.parse(digest))
                    .orElseThrow();
            assertThat(result.verified().statement().isAbout(Map.of("gitCommit", COMMIT)))
                    .isTrue();
        }
        // Coverage is written as facts are, and does not stand in front of them.
        assertThat(Workshop.isAccepted(workshop.verify(reference()))).isTrue();
    }

    @Test
    void another_stage_signs_what_it_was_given_and_nothing_else() throws Exception {
        Images.single(layout.folder());
        workshop.sign(Workshop.order(reference(), Set.of()), Workshop.DEVELOPER);
        SignReport report = workshop.sign(order(Set.of(PredicateType.TEST_RESULT)), "tester");
        assertThat(report.attached().stream().map(SignReport.Attached::type))
                .containsExactly(PredicateType.TEST_RESULT, PredicateType.REFERENCE);
        assertThat(Workshop.isAccepted(workshop.verify(reference()))).isTrue();
    }
}
