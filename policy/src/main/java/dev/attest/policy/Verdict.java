package dev.attest.policy;

import java.util.List;

/** The answer: every rule's findings, and whether all of them hold. */
public sealed interface Verdict {
    List<Finding> findings();

    /** Everything that was asked for holds. */
    record Accepted(List<Finding> findings) implements Verdict {
        public Accepted {
            findings = List.copyOf(findings);
            if (findings.isEmpty() || !findings.stream().allMatch(Finding::holds)) {
                throw new IllegalArgumentException("accepted only where something was asked and all of it holds");
            }
        }
    }

    /** At least one rule does not hold. */
    record Refused(List<Finding> findings) implements Verdict {
        public Refused {
            findings = List.copyOf(findings);
        }

        /** Why, one for each rule that fails. */
        public List<Finding> reasons() {
            return findings.stream().filter(finding -> !finding.holds()).toList();
        }
    }

    /** The verdict that findings amount to. */
    static Verdict of(List<Finding> findings) {
        boolean accepted = !findings.isEmpty() && findings.stream().allMatch(Finding::holds);
        return accepted ? new Accepted(findings) : new Refused(findings);
    }
}
