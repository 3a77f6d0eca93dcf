package dev.attest.policy.file;

import com.fasterxml.jackson.databind.JsonNode;
import dev.attest.json.JsonObject;
import dev.attest.json.MalformedJsonException;
import dev.attest.policy.Profile;
import dev.attest.policy.Rule;
import dev.attest.policy.rule.BuildLevelIsReached;
import dev.attest.policy.rule.BuilderIsKnown;
import dev.attest.policy.rule.CoverageIsEnough;
import dev.attest.policy.rule.LockFilesAreInStep;
import dev.attest.policy.rule.ProvenanceIsExpected;
import dev.attest.policy.rule.SlsaFour;
import dev.attest.policy.rule.SourceLevelIsReached;
import dev.attest.policy.rule.TestsPassed;
import dev.attest.policy.rule.VsaExpectation;
import dev.attest.policy.rule.VsaPasses;
import dev.attest.provenance.MalformedProvenanceException;
import dev.attest.provenance.expect.Expectations;
import dev.attest.provenance.expect.ExpectedSigner;
import dev.attest.provenance.expect.ExpectedSource;
import dev.attest.provenance.level.BuilderTable;
import dev.attest.provenance.level.SourceVerifier;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a policy file asks for beside the profile that it begins from: a rule for each section that is there. */
final class Sections {
    private static final String[] KNOWN = {
        "policy", "name", "extends", "builders", "build", "expect", "sources", "tests", "coverage", "lockFiles", "vsa"
    };

    private final BuilderTable table;
    private final List<SourceVerifier> sourceVerifiers = new ArrayList<>();
    private final List<Rule> more = new ArrayList<>();

    Sections(JsonObject json, Profile base, Instant now) throws MalformedJsonException, MalformedProvenanceException {
        json.allow(KNOWN);
        Optional<JsonObject> builders = json.optionalObject("builders");
        table = builders.isPresent() ? BuilderTable.read(builders.get()) : BuilderTable.BUILT_IN;
        if (builders.isPresent() && !has(base, BuilderIsKnown.class)) {
            more.add(new BuilderIsKnown(table));
        }
        if (json.has("build")) {
            more.add(buildLevel(json.object("build")));
        }
        if (json.has("expect")) {
            more.add(expected(json));
        }
        if (json.has("sources")) {
            sources(json.object("sources"), has(base, SlsaFour.class));
        }
        if (json.has("tests")) {
            more.add(new TestsPassed(word(json, "tests", "passed", "warned")));
        }
        if (json.has("coverage")) {
            more.add(coverage(json.object("coverage")));
        }
        if (json.has("lockFiles")) {
            more.add(new LockFilesAreInStep(word(json, "lockFiles", "in-step", "not-refuted")));
        }
        if (json.has("vsa")) {
            more.add(new VsaPasses(VsaExpectation.read(json.object("vsa")), now));
        }
    }

    /** Whether a section asks for signed evidence. */
    boolean ask() {
        return !more.isEmpty();
    }

    /** The profile's rules, judged by the policy's own table of builders, and then those of its sections. */
    List<Rule> rules(List<Rule> profile) {
        var rules = new ArrayList<Rule>();
        profile.forEach(rule -> rules.add(own(rule)));
        rules.addAll(more);
        return rules;
    }

    private Rule own(Rule rule) {
        if (rule instanceof SlsaFour) {
            return new SlsaFour(table, sourceVerifiers);
        }
        return rule instanceof BuilderIsKnown ? new BuilderIsKnown(table) : rule;
    }

    /** One object, or several of which each provenance has to meet one. */
    private static Rule expected(JsonObject json) throws MalformedJsonException, MalformedProvenanceException {
        if (!json.node().get("expect").isArray()) {
            return new ProvenanceIsExpected(List.of(alternative(json.object("expect"))));
        }
        var alternatives = new ArrayList<Expectations>();
        for (JsonObject one : json.objects("expect")) {
            alternatives.add(alternative(one));
        }
        return new ProvenanceIsExpected(alternatives);
    }

    /** Words such as {@code runner: any} only loosen: alone they would let every build through. */
    private static Expectations alternative(JsonObject json)
            throws MalformedJsonException, MalformedProvenanceException {
        Expectations read = Expectations.read(json);
        ExpectedSigner signer = read.signer();
        boolean ofBuild = read.workflow().isPresent()
                || !read.events().isEmpty()
                || !read.inputs().isEmpty()
                || !read.buildTypes().isEmpty();
        boolean ofSigner = signer.identity().isPresent()
                || signer.digest().isPresent()
                || signer.environment().isPresent()
                || signer.hosted();
        if (!ofBuild && !ofSigner && read.source().equals(ExpectedSource.ANY)) {
            throw new MalformedJsonException(json.place() + ": nothing is expected");
        }
        return read;
    }

    private static boolean has(Profile base, Class<? extends Rule> rule) {
        return base.rules().stream().anyMatch(rule::isInstance);
    }

    /** Only slsa-4 asks about sources by itself; elsewhere verifiers without a level would ask for nothing. */
    private void sources(JsonObject sources, boolean asked) throws MalformedJsonException {
        sources.allow("level", "verifiers");
        for (JsonObject verifier : sources.objects("verifiers")) {
            sourceVerifiers.add(SourceVerifier.read(verifier));
        }
        if (!asked || sources.has("level")) {
            more.add(new SourceLevelIsReached(level(sources, 4), sourceVerifiers, table));
        }
    }

    /** Whether the second, more lenient word stands there. */
    private static boolean word(JsonObject json, String name, String strict, String lenient)
            throws MalformedJsonException {
        String word = json.text(name);
        if (!word.equals(strict) && !word.equals(lenient)) {
            throw json.malformed(name, strict + " or " + lenient);
        }
        return word.equals(lenient);
    }

    private static Rule coverage(JsonObject coverage) throws MalformedJsonException {
        coverage.allow("line", "branch");
        Optional<BigDecimal> branch =
                coverage.has("branch") ? Optional.of(share(coverage, "branch")) : Optional.empty();
        return new CoverageIsEnough(share(coverage, "line"), branch);
    }

    /** A share from 0 to 1. 80 would be a slip that nothing reaches, and 0 asks for nothing. */
    private static BigDecimal share(JsonObject json, String name) throws MalformedJsonException {
        JsonNode value = json.node().path(name);
        if (!value.isNumber()
                || value.decimalValue().signum() <= 0
                || value.decimalValue().compareTo(BigDecimal.ONE) > 0) {
            throw json.malformed(name, "a share such as 0.8");
        }
        return value.decimalValue();
    }

    private static int level(JsonObject json, int highest) throws MalformedJsonException {
        long level = json.optionalInteger("level").orElse(0);
        if (level < 1 || level > highest) {
            throw json.malformed("level", "1 to " + highest);
        }
        return (int) level;
    }

    private Rule buildLevel(JsonObject build) throws MalformedJsonException {
        build.allow("level");
        return new BuildLevelIsReached(level(build, 3), table);
    }
}
