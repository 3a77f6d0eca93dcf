package dev.attest.pipeline;

import dev.attest.intoto.predicate.SlsaResult;
import dev.attest.policy.Finding;
import dev.attest.policy.PolicySource;
import dev.attest.policy.Rule;
import dev.attest.policy.rule.BuildLevelIsReached;
import dev.attest.policy.rule.BuilderIsKnown;
import dev.attest.provenance.level.BuilderTable;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/** The {@code verifiedLevels} of an accepted image. */
public final class VsaLevels {
    private static final int HIGHEST_BUILD = 3;
    private static final String UNEVALUATED = "SLSA_BUILD_LEVEL_UNEVALUATED";

    private VsaLevels() {}

    /**
     * The Build level that everything judged reaches by the policy's own table of builders, and the policy that holds as
     * a value of attest's own: {@code ATTEST_PROFILE_} only for what is built in, {@code ATTEST_POLICY_} for a file. A policy that does not ask who built has not evaluated the track.
     *
     * @param compatible leave out what slsa-verifier 2.7 chokes on: every {@code SLSA_} value that is no numbered level
     */
    public static List<SlsaResult> of(VerifyReport report, boolean compatible) {
        OptionalInt build = build(report);
        PolicySource policy = report.question().profile().source();
        SlsaResult none = compatible ? SlsaResult.build(0) : new SlsaResult(UNEVALUATED);
        return List.of(
                build.isPresent() ? SlsaResult.build(build.getAsInt()) : none,
                own((policy.isBuiltIn() ? "PROFILE_" : "POLICY_") + policy.name()));
    }

    /** A value of attest's own, in the manner of the levels. */
    static SlsaResult own(String name) {
        return new SlsaResult("ATTEST_" + name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]+", "_"));
    }

    private static OptionalInt build(VerifyReport report) {
        Optional<BuilderTable> table = table(report.question().profile().rules());
        if (table.isEmpty()) {
            return OptionalInt.empty();
        }
        for (int level = HIGHEST_BUILD; level > 0; level--) {
            List<Finding> findings = new BuildLevelIsReached(level, table.get()).judge(report.subject());
            if (!findings.isEmpty() && findings.stream().allMatch(Finding::holds)) {
                return OptionalInt.of(level);
            }
        }
        return OptionalInt.of(0);
    }

    private static Optional<BuilderTable> table(List<Rule> rules) {
        return rules.stream()
                .filter(BuilderIsKnown.class::isInstance)
                .map(rule -> ((BuilderIsKnown) rule).table())
                .findFirst();
    }
}
