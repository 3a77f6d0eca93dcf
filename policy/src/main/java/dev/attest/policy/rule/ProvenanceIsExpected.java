package dev.attest.policy.rule;

import dev.attest.policy.Case;
import dev.attest.policy.Finding;
import dev.attest.policy.Rule;
import dev.attest.provenance.expect.Expectations;
import dev.attest.provenance.expect.Unmet;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Every accepted provenance is of a build that was expected. Of several expectations each provenance has to meet one, whole:
 * a second builder who repeats builds is expected in words of its own.
 */
public record ProvenanceIsExpected(List<Expectations> alternatives) implements Rule {
    public ProvenanceIsExpected {
        alternatives = List.copyOf(alternatives);
        if (alternatives.isEmpty()) {
            throw new IllegalArgumentException("nothing is expected");
        }
    }

    @Override
    public String id() {
        return "provenance-expected";
    }

    @Override
    public List<Finding> judge(Case subject) {
        return AcceptedProvenance.judge(id(), subject, this::finding);
    }

    private Finding finding(AcceptedProvenance one) {
        List<Unmet> nearest = List.of();
        for (Expectations expectations : alternatives) {
            List<Unmet> unmet = expectations.check(one.provenance(), one.claims());
            if (unmet.isEmpty()) {
                return Finding.holds(id(), "built as expected by " + one.builder());
            }
            nearest = nearest.isEmpty() || unmet.size() < nearest.size() ? unmet : nearest;
        }
        return Finding.fails(
                id(),
                nearest.stream().map(Unmet::reason).collect(Collectors.joining("; ")),
                "build as expected, or change what is expected");
    }
}
