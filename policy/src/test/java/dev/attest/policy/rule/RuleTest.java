package dev.attest.policy.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attest.oci.Digest;
import dev.attest.oci.PlatformImage;
import dev.attest.policy.Case;
import dev.attest.policy.Evidence;
import dev.attest.policy.Finding;
import dev.attest.policy.Judged;
import dev.attest.policy.Notary;
import dev.attest.policy.Rule;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** One local Sigstore for each class of tests of a rule, and an image for two platforms. */
abstract class RuleTest {
    static final PlatformImage AMD = Judged.platform("amd64", "65532");
    static final PlatformImage ARM = Judged.platform("arm64", "65532");
    static final Digest INDEX = Judged.index(AMD, ARM).digest();
    static final Digest OTHER = Judged.platform("riscv64", "65532").manifest().digest();

    @SuppressWarnings("NullAway.Init")
    static Notary notary;

    @BeforeAll
    static void open(@TempDir Path folder) throws Exception {
        notary = new Notary(folder.resolve("sigstore"));
    }

    @AfterAll
    static void close() throws Exception {
        notary.close();
    }

    static Digest digest(PlatformImage image) {
        return image.manifest().digest();
    }

    static Case index(Evidence... evidence) {
        return Judged.index(AMD, ARM, evidence);
    }

    static Case single(Evidence... evidence) {
        return Judged.single(AMD, evidence);
    }

    /** Every finding carries the rule's name and says something, and each that fails says what to do. */
    static List<Finding> judge(Rule rule, Case subject) {
        List<Finding> findings = rule.judge(subject);
        assertThat(findings).isNotEmpty().allSatisfy(finding -> {
            assertThat(finding.rule()).isEqualTo(rule.id());
            assertThat(finding.message()).isNotBlank();
            assertThat(finding.remedy().isPresent()).isEqualTo(!finding.holds());
        });
        return findings;
    }

    static void holds(Rule rule, Case subject) {
        assertThat(judge(rule, subject)).allMatch(Finding::holds);
    }

    /** Fails, and says something of this. */
    static void fails(Rule rule, Case subject, String message) {
        assertThat(judge(rule, subject))
                .filteredOn(finding -> !finding.holds())
                .isNotEmpty()
                .allSatisfy(finding -> assertThat(finding.message()).contains(message));
    }

    /** Whether the rule holds, finding by finding in order. */
    static List<Boolean> answers(Rule rule, Case subject) {
        return judge(rule, subject).stream().map(Finding::holds).toList();
    }
}
