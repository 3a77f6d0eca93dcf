package dev.attest.policy.rule;

import dev.attest.oci.Digest;
import dev.attest.policy.Case;
import dev.attest.policy.Finding;
import dev.attest.policy.Rule;
import dev.attest.provenance.Provenance;
import dev.attest.provenance.level.BuildLevel;
import dev.attest.provenance.level.BuildProperties;
import dev.attest.provenance.level.BuilderTable;
import dev.attest.provenance.level.Reproduction;
import dev.attest.provenance.level.SourceVerifier;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;

/**
 * What SLSA v0.1 called level 4, as far as it can be checked today. No track of SLSA v1 has a Build level 4, so that none is
 * ever claimed: seven findings stand for themselves, and an eighth says how many of them hold. What a builder says of itself
 * counts only where the table knows the builder.
 */
public record SlsaFour(BuilderTable table, List<SourceVerifier> trusted) implements Rule {
    private static final String BUILD = "see docs/attacks.md for what a build has to do";

    public SlsaFour {
        trusted = List.copyOf(trusted);
    }

    /** The rule by the built-in table, and with nobody who is believed about sources. */
    public SlsaFour() {
        this(BuilderTable.BUILT_IN, List.of());
    }

    @Override
    public String id() {
        return "slsa-4";
    }

    @Override
    public List<Finding> judge(Case subject) {
        int build = lowest(subject, digest -> BuildLevelIsReached.best(subject, digest, table)
                .map(BuildLevel::level)
                .orElse(0));
        int source = lowest(subject, digest -> SourceLevelIsReached.reached(subject, digest, trusted, table)
                .level());
        var findings = new ArrayList<Finding>();
        findings.add(finding(build >= 3, "build level 3", "SLSA Build level " + build));
        findings.add(finding(source >= 4, "source level 4", "SLSA Source level " + source));
        findings.add(finding(source >= 2, "source history", "SLSA Source level " + source + " (2 keeps the history)"));
        findings.add(finding(
                everywhere(subject, known -> all(known, BuildProperties::isParameterless)),
                "parameterless",
                "whether nobody gave the build anything beside its source"));
        findings.add(finding(
                everywhere(subject, known -> any(isolated(known), BuildProperties::isHermetic)),
                "hermetic",
                "whether a builder of level 3 says that no step had a network"));
        findings.add(finding(
                everywhere(subject, known -> Reproduction.isReproduced(known, table)),
                "reproduced by two builders",
                "whether two platforms of level 2 and different signers made the same digest"));
        findings.add(finding(
                everywhere(subject, known -> any(isolated(known), BuildProperties::hasPinnedAndCompleteDependencies)),
                "dependencies complete and pinned",
                "whether a builder of level 3 lists all dependencies, each with a digest"));
        long met = findings.stream().filter(Finding::holds).count();
        String summary = met + " of " + findings.size() + " met of what SLSA v0.1 asked of its level 4";
        findings.add(met == findings.size() ? Finding.holds(id(), summary) : Finding.fails(id(), summary, BUILD));
        return findings;
    }

    private Finding finding(boolean met, String name, String detail) {
        return met
                ? Finding.holds(id(), name + ": met; " + detail)
                : Finding.fails(id(), name + ": not met; " + detail, BUILD);
    }

    private static int lowest(Case subject, ToIntFunction<Digest> level) {
        return subject.subjects().stream().mapToInt(level).min().orElse(0);
    }

    /** Asks each digest's provenance of known builders; a digest without any meets nothing. */
    private boolean everywhere(Case subject, Predicate<List<Reproduction.Build>> question) {
        return subject.subjects().stream().allMatch(digest -> {
            List<Reproduction.Build> known = AcceptedProvenance.readable(subject, digest).stream()
                    .filter(one -> one.isKnown(table))
                    .map(one -> new Reproduction.Build(one.provenance(), one.claims()))
                    .toList();
            return !known.isEmpty() && question.test(known);
        });
    }

    /** Those of level 3: what a job of the tenant says of itself, the tenant says. */
    private List<Reproduction.Build> isolated(List<Reproduction.Build> builds) {
        return builds.stream()
                .filter(one ->
                        BuildLevel.of(one.provenance(), one.claims(), table).level() >= 3)
                .toList();
    }

    private static boolean any(List<Reproduction.Build> builds, Predicate<Provenance> question) {
        return builds.stream().map(Reproduction.Build::provenance).anyMatch(question);
    }

    private static boolean all(List<Reproduction.Build> builds, Predicate<Provenance> question) {
        return builds.stream().map(Reproduction.Build::provenance).allMatch(question);
    }
}
