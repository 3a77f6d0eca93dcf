package dev.attest.policy.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attest.policy.Finding;
import org.junit.jupiter.api.Test;

class ImageIsIntactTest extends RuleTest {
    @Test
    void every_platform_that_could_be_read_holds_and_it_is_said_that_no_evidence_was_asked_for() {
        assertThat(judge(new ImageIsIntact(), index()))
                .hasSize(2)
                .allMatch(Finding::holds)
                .allSatisfy(finding -> assertThat(finding.message()).contains("no evidence was asked for"));
    }
}
