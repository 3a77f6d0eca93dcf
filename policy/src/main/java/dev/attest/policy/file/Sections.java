package dev.attest.policy.file;

import dev.attest.json.JsonObject;
import dev.attest.json.MalformedJsonException;
import dev.attest.policy.Rule;
import dev.attest.policy.rule.BuildLevelIsReached;
import dev.attest.policy.rule.BuilderIsKnown;
import dev.attest.policy.rule.VsaExpectation;
import dev.attest.policy.rule.VsaPasses;
import dev.attest.provenance.MalformedProvenanceException;
import dev.attest.provenance.level.BuilderTable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a policy file asks for beside the profile that it begins from: a rule for each section that is there. */
final class Sections {
    private static final String[] KNOWN = {"policy", "name", "extends", "builders", "build", "vsa"};

    private final BuilderTable table;
    private final boolean ownTable;
    private final List<Rule> more = new ArrayList<>();

    Sections(JsonObject json, Instant now) throws MalformedJsonException, MalformedProvenanceException {
        json.allow(KNOWN);
        Optional<JsonObject> builders = json.optionalObject("builders");
        ownTable = builders.isPresent();
        table = ownTable ? BuilderTable.read(builders.get()) : BuilderTable.BUILT_IN;
        if (json.has("build")) {
            more.add(buildLevel(json.object("build")));
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
        for (Rule rule : profile) {
            rules.add(rule instanceof BuilderIsKnown && ownTable ? new BuilderIsKnown(table) : rule);
        }
        rules.addAll(more);
        return rules;
    }

    private Rule buildLevel(JsonObject build) throws MalformedJsonException {
        build.allow("level");
        long level = build.integer("level");
        if (level < 1 || level > 3) {
            throw build.malformed("level", "1, 2 or 3");
        }
        return new BuildLevelIsReached((int) level, table);
    }
}
