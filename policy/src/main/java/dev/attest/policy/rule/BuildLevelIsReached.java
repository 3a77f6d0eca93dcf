package dev.attest.policy.rule;

import dev.attest.oci.Digest;
import dev.attest.policy.Case;
import dev.attest.policy.Finding;
import dev.attest.policy.Rule;
import dev.attest.provenance.level.BuildLevel;
import dev.attest.provenance.level.BuilderTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Each digest in question has a provenance that reaches a SLSA Build level by the table. The best of several counts: a
 * second builder who repeated the build takes nothing away from the first. What each of them says is judged by the other
 * rules over all of them.
 *
 * @param minimum the level that is asked for, 1 to 3
 */
public record BuildLevelIsReached(int minimum, BuilderTable table) implements Rule {
    public BuildLevelIsReached {
        if (minimum < 1 || minimum > 3) {
            throw new IllegalArgumentException("SLSA Build levels that can be asked for are 1 to 3");
        }
    }

    @Override
    public String id() {
        return "build-level";
    }

    @Override
    public List<Finding> judge(Case subject) {
        var findings = new ArrayList<Finding>();
        for (Digest digest : subject.subjects()) {
            findings.add(finding(subject, digest));
        }
        return findings;
    }

    private Finding finding(Case subject, Digest digest) {
        Optional<BuildLevel> best = best(subject, digest, table);
        if (best.isEmpty()) {
            return Finding.fails(
                    id(), "no accepted provenance that can be read for " + digest, "sign the image with `attest sign`");
        }
        String reached = Levels.said(best.get());
        return best.get().level() >= minimum
                ? Finding.holds(id(), reached)
                : Finding.fails(
                        id(),
                        reached + " of " + minimum + " for " + digest,
                        "build and sign where the table of builders gives level " + minimum);
    }

    /** The highest level that any accepted provenance about the digest reaches; one that cannot be read reaches none. */
    static Optional<BuildLevel> best(Case subject, Digest digest, BuilderTable table) {
        BuildLevel best = null;
        for (AcceptedProvenance one : AcceptedProvenance.readable(subject, digest)) {
            BuildLevel level = BuildLevel.of(one.provenance(), one.claims(), table);
            best = best == null || level.level() > best.level() ? level : best;
        }
        return Optional.ofNullable(best);
    }
}
