package dev.attest.policy;

import dev.attest.intoto.PredicateType;
import dev.attest.policy.rule.BuilderIsKnown;
import dev.attest.policy.rule.EvidenceIsThere;
import dev.attest.policy.rule.FactIsAbsent;
import dev.attest.policy.rule.FactsAreRechecked;
import dev.attest.policy.rule.ImageIsIntact;
import dev.attest.policy.rule.NameIsNotForDevelopment;
import dev.attest.policy.rule.NothingIsWithheld;
import dev.attest.policy.rule.ProvenanceFitsCertificate;
import dev.attest.policy.rule.SbomIsRechecked;
import dev.attest.policy.rule.SbomNamesComponents;
import dev.attest.policy.rule.SlsaFour;
import dev.attest.policy.rule.UserIsNotRoot;
import dev.attest.sbom.facts.FactKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A policy: where it comes from, and its rules, all of which must hold. */
public record Profile(PolicySource source, boolean asksForEvidence, List<Rule> rules) {
    /** Someone accepted has signed these very bytes. */
    public static final Profile SIGNED =
            new Profile("signed", true, List.of(new EvidenceIsThere("signature", PredicateType.SIGNATURE)));

    /** Asks for no evidence: an image for building and debugging only has to be what its digests say. */
    public static final Profile DEV = new Profile("dev", false, List.of(new ImageIsIntact()));

    /** What may run in production. */
    public static final Profile PROD = new Profile(
            "prod",
            true,
            List.of(
                    new EvidenceIsThere("signature", PredicateType.SIGNATURE),
                    new EvidenceIsThere("provenance", PredicateType.PROVENANCE),
                    new EvidenceIsThere("sbom", PredicateType.CYCLONEDX),
                    new EvidenceIsThere("facts", PredicateType.FACTS),
                    new NothingIsWithheld(),
                    new ProvenanceFitsCertificate(),
                    new BuilderIsKnown(),
                    new SbomNamesComponents(),
                    new NameIsNotForDevelopment(),
                    new UserIsNotRoot(),
                    new FactIsAbsent("no-shell", FactKind.SHELL, "a shell"),
                    new FactIsAbsent("no-package-manager", FactKind.PACKAGE_MANAGER, "a package manager"),
                    new FactIsAbsent("no-secret", FactKind.SECRET, "a secret"),
                    new FactIsAbsent("no-secret-in-config", FactKind.SECRET_IN_CONFIG, "a secret in its configuration"),
                    new FactIsAbsent("no-debug-switch", FactKind.DEBUG_SWITCH, "a debug switch")));

    /** The same, and what SLSA once called level 4. */
    public static final Profile SLSA_4 = new Profile("slsa-4", true, plus(PROD.rules, new SlsaFour()));

    private static final List<Profile> ALL = List.of(SIGNED, DEV, PROD, SLSA_4);

    public Profile {
        rules = List.copyOf(rules);
        if (rules.isEmpty()) {
            throw new IllegalArgumentException("a profile without rules would accept anything");
        }
    }

    /** A built-in profile. */
    Profile(String id, boolean asksForEvidence, List<Rule> rules) {
        this(PolicySource.builtIn(id, rules), asksForEvidence, rules);
    }

    /** The policy's name, for people. */
    public String id() {
        return source.name();
    }

    /** The built-in profile of this name. */
    public static Optional<Profile> named(String id) {
        return ALL.stream().filter(profile -> profile.id().equals(id)).findFirst();
    }

    private static List<Rule> plus(List<Rule> rules, Rule one) {
        return Stream.concat(rules.stream(), Stream.of(one)).toList();
    }

    /** The names of all built-in profiles. */
    public static List<String> names() {
        return ALL.stream().map(Profile::id).toList();
    }

    /** The same, and what was signed has to be what the layers give. */
    public Profile rechecking() {
        var more = new ArrayList<Rule>(rules);
        more.add(new SbomIsRechecked());
        more.add(new FactsAreRechecked());
        return new Profile(source, asksForEvidence, more);
    }

    /** Judges by every rule; a rule that says nothing is a fault of ours and never a pass. */
    public Verdict judge(Case subject) {
        var findings = new ArrayList<Finding>();
        for (Rule rule : rules) {
            List<Finding> said = rule.judge(subject);
            if (said.isEmpty()) {
                throw new IllegalStateException("the rule " + rule.id() + " said nothing");
            }
            findings.addAll(said);
        }
        return Verdict.of(findings);
    }
}
