package dev.attest.policy.rule;

import dev.attest.oci.PlatformImage;
import dev.attest.policy.Case;
import dev.attest.policy.Finding;
import dev.attest.policy.Rule;
import dev.attest.sbom.facts.Fact;
import dev.attest.sbom.facts.FactKind;
import dev.attest.sbom.facts.ImageFacts;
import java.util.List;
import java.util.Optional;

/**
 * The attested facts of every platform say that something was looked for and is not there. Facts that say nothing of it
 * are no answer, and no answer is a failure.
 */
public record FactIsAbsent(String id, FactKind kind, String what) implements Rule {
    private static final int SHOWN = 5;

    @Override
    public List<Finding> judge(Case subject) {
        return subject.judged().stream()
                .map(image -> finding(subject, image).on(image))
                .toList();
    }

    private Finding finding(Case subject, PlatformImage image) {
        Optional<ImageFacts> facts = AttestedFacts.of(subject, image);
        if (facts.isEmpty()) {
            return Finding.fails(
                    id,
                    "no accepted facts that can be read say whether there is " + what,
                    "sign the image with `attest sign`");
        }
        List<Fact> present = facts.get().present(kind);
        if (!present.isEmpty()) {
            return Finding.fails(
                    id,
                    "the image holds " + what + ": " + shown(present),
                    "build on a minimal base, or remove it in the build stage");
        }
        return facts.get().isAbsent(kind)
                ? Finding.holds(id, "looked for " + what + ", found none")
                : Finding.fails(id, "the facts do not say whether there is " + what, "sign with a current attest");
    }

    /** What is not a file is told by its conditions, which say where it is. */
    private static String place(Fact fact) {
        return fact.path().isEmpty() ? String.join(" ", fact.conditions().values()) : fact.path();
    }

    private static String shown(List<Fact> present) {
        List<String> places =
                present.stream().map(FactIsAbsent::place).distinct().toList();
        int more = Math.max(0, places.size() - SHOWN);
        return String.join(", ", places.subList(0, places.size() - more)) + (more > 0 ? " and " + more + " more" : "");
    }
}
