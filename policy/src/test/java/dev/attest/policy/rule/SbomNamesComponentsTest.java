package dev.attest.policy.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attest.intoto.PredicateType;
import dev.attest.policy.Evidence;
import dev.attest.policy.Judged;
import dev.attest.policy.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SbomNamesComponentsTest extends RuleTest {
    private static final Rule RULE = new SbomNamesComponents();

    @Test
    void one_component_for_each_platform_is_enough() throws Exception {
        Evidence amd = notary.says(PredicateType.CYCLONEDX, Judged.sbom("a"), digest(AMD));
        Evidence arm = notary.says(PredicateType.CYCLONEDX, Judged.sbom("a", "b"), digest(ARM));
        assertThat(judge(RULE, index(amd, arm)))
                .extracting(finding -> finding.platform().orElse("") + " " + finding.message())
                .containsExactly("linux/amd64 1 component", "linux/arm64 2 components");
        assertThat(answers(RULE, index(amd))).containsExactly(true, false);
    }

    @Test
    void no_sbom_or_one_of_another_image_fails() throws Exception {
        fails(RULE, single(), "no accepted SBOM");
        fails(RULE, single(notary.says(PredicateType.CYCLONEDX, Judged.sbom("a"), OTHER)), "no accepted SBOM");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{'components':[]}",
                "{'components':{}}",
                "{'components':['a']}",
                "{'components':[{'type':'library','name':''}]}",
                "{'components':[{'type':'library','name':7}]}",
                "{'components':[{'type':'operating-system','name':'debian'}]}",
                "{'Data':{'components':[{'type':'library','name':'a'}]}}",
            })
    void an_sbom_that_names_nothing_fails(String predicate) throws Exception {
        fails(
                RULE,
                single(notary.says(PredicateType.CYCLONEDX, Judged.parse(predicate), digest(AMD))),
                "no accepted SBOM lists a component");
    }

    @Test
    void the_newest_counts_and_not_the_fullest() throws Exception {
        Evidence full = notary.says(PredicateType.CYCLONEDX, Judged.sbom("a"), digest(AMD));
        notary.later();
        Evidence empty = notary.says(PredicateType.CYCLONEDX, Judged.sbom(), digest(AMD));
        fails(RULE, single(full, empty), "no accepted SBOM");
    }
}
