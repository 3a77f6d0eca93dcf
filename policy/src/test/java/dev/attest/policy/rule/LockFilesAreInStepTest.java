package dev.attest.policy.rule;

import static dev.attest.intoto.PredicateType.PROVENANCE;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.attest.policy.Evidence;
import dev.attest.policy.Judged;
import dev.attest.policy.Rule;
import dev.attest.provenance.lockfile.LockFiles;
import org.junit.jupiter.api.Test;

class LockFilesAreInStepTest extends RuleTest {
    private static final Rule RULE = new LockFilesAreInStep(true);
    private static final Rule STRICT = new LockFilesAreInStep(false);

    @Test
    void what_is_locked_holds() throws Exception {
        holds(RULE, single(states("{'package.json':'locked'}")));
        holds(STRICT, single(states("{'package.json':'locked'}")));
    }

    @Test
    void a_source_without_manifests_is_not_locked() throws Exception {
        holds(RULE, single(states("{}")));
        fails(STRICT, single(states("{}")), "no manifest that attest knows was found in the source");
    }

    @Test
    void what_is_not_is_named() throws Exception {
        fails(
                RULE,
                single(states("{'a':'missing','b':'locked','c\\u0007':'out-of-step'}")),
                "a (missing), c? (out-of-step)");
        fails(
                RULE,
                single(states("{'1':'missing','2':'missing','3':'missing','4':'missing','5':'missing','6':'missing'}")),
                "5 (missing) and 1 more");
    }

    @Test
    void what_is_unknown_is_enough_where_it_is_accepted() throws Exception {
        Evidence unknown = states("{'a':'unknown'}");
        holds(RULE, single(unknown));
        fails(STRICT, single(unknown), "a (unknown)");
    }

    @Test
    void silence_and_what_cannot_be_read_fail() throws Exception {
        fails(RULE, single(), "no accepted provenance");
        fails(
                RULE,
                single(notary.says(PROVENANCE, Judged.localProvenance(), digest(AMD))),
                "says nothing of lock files");
        fails(RULE, single(states("{'a':'fine'}")), "cannot be read");
        fails(RULE, single(notary.says(PROVENANCE, Judged.empty(), digest(AMD))), "cannot be read");
    }

    /** A later word, of somebody else even, takes nothing back of what was said of the same bits. */
    @Test
    void all_that_was_said_counts() throws Exception {
        Evidence missing = states("{'a':'missing'}");
        Evidence silent = notary.says(PROVENANCE, Judged.localProvenance(), digest(AMD));
        notary.later();
        Evidence locked = states("{'a':'locked'}");
        fails(RULE, single(missing, locked), "a (missing)");
        fails(RULE, single(locked, missing), "a (missing)");
        holds(RULE, single(silent, locked));
    }

    private static Evidence states(String json) throws Exception {
        ObjectNode provenance = Judged.localProvenance();
        ObjectNode definition = (ObjectNode) provenance.get("buildDefinition");
        definition.withObject("/internalParameters").set(LockFiles.PARAMETER, Judged.parse(json));
        return notary.says(PROVENANCE, provenance, digest(AMD));
    }
}
