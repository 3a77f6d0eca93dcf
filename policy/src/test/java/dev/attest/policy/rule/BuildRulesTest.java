package dev.attest.policy.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.attest.intoto.PredicateType;
import dev.attest.intoto.ResourceDescriptor;
import dev.attest.json.JsonObject;
import dev.attest.policy.Case;
import dev.attest.policy.Evidence;
import dev.attest.policy.Finding;
import dev.attest.policy.Judged;
import dev.attest.policy.Rule;
import dev.attest.policy.Workflow;
import dev.attest.provenance.expect.Expectations;
import dev.attest.provenance.level.BuilderTable;
import dev.attest.provenance.level.SourceVerifier;
import dev.attest.signing.Verified;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The rules over levels and expectations: what the local Sigstore certifies, by a table that knows it. */
class BuildRulesTest extends RuleTest {
    private static final String ISSUER = "'issuer':'https://local.attest.invalid'";

    private static BuilderTable table(int level) throws Exception {
        return BuilderTable.read(object("{'builders':[{" + ISSUER
                + ",'signer':'https://github.com/owner/**','builder':'https://github.com/owner/**','level':" + level
                + "}]}"));
    }

    private static JsonObject object(String json) throws Exception {
        return JsonObject.of(Judged.parse(json), "json");
    }

    private static Evidence.Accepted workflow(ObjectNode predicate) throws Exception {
        return notary.says(
                notary.build("workflow", Workflow.CLAIMS), PredicateType.PROVENANCE.uri(), predicate, digest(AMD));
    }

    @Test
    void a_level_is_reached_or_not() throws Exception {
        Case built = single(workflow(Workflow.provenance()));
        holds(new BuildLevelIsReached(2, table(2)), built);
        fails(new BuildLevelIsReached(3, table(3)), built, "the workflow that builds is the one that signs");
        fails(new BuildLevelIsReached(2, BuilderTable.BUILT_IN), built, "no builder of the table");
        fails(new BuildLevelIsReached(1, table(2)), single(), "no accepted provenance that can be read");
        fails(new BuildLevelIsReached(1, table(2)), single(workflow(Judged.empty())), "no accepted provenance");
        assertThatThrownBy(() -> new BuildLevelIsReached(0, BuilderTable.BUILT_IN))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new BuildLevelIsReached(4, BuilderTable.BUILT_IN))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void the_best_of_several_levels_counts_for_each_digest() throws Exception {
        Evidence local = notary.says(PredicateType.PROVENANCE, Judged.localProvenance(), digest(AMD));
        holds(new BuildLevelIsReached(2, table(2)), single(local, workflow(Workflow.provenance())));
        assertThat(answers(new BuildLevelIsReached(2, table(2)), index(workflow(Workflow.provenance()))))
                .containsExactly(false, true, false);
    }

    @Test
    void a_table_of_ones_own_knows_its_builders() throws Exception {
        Case built = single(workflow(Workflow.provenance()));
        assertThat(judge(new BuilderIsKnown(table(2)), built))
                .singleElement()
                .satisfies(finding -> assertThat(finding.message()).endsWith("SLSA Build level 2"));
        fails(new BuilderIsKnown(), built, "not a builder known for this signer");
    }

    @Test
    void provenance_meets_one_of_the_expectations_whole() throws Exception {
        Case built = single(workflow(Workflow.provenance()));
        var other = Expectations.read(object("{'source':{'refs':['refs/tags/*']}}"));
        var main = Expectations.read(object("{'source':{'repositoryId':'1','refs':['refs/heads/main']}}"));
        holds(new ProvenanceIsExpected(List.of(other, main)), built);
        fails(new ProvenanceIsExpected(List.of(other)), built, "source.refs: expected one of [refs/tags/*]");
        fails(new ProvenanceIsExpected(List.of(main)), single(), "no accepted provenance");
        assertThatThrownBy(() -> new ProvenanceIsExpected(List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_source_reaches_the_level_that_its_verifier_gives_the_commit_that_was_built() throws Exception {
        Case built = single(workflow(Workflow.provenance()));
        var rule = new SourceLevelIsReached(4, trusted(), table(2));
        holds(rule, built.withSources(List.of(summary("b".repeat(40)))));
        fails(rule, built.withSources(List.of(summary("c".repeat(40)))), "another commit");
        fails(rule, built, "there is no summary of the source");
        fails(
                rule,
                single(notary.says(PredicateType.PROVENANCE, Judged.localProvenance(), digest(AMD)))
                        .withSources(List.of(summary("b".repeat(40)))),
                "no accepted provenance proves from which commit");
        fails(
                new SourceLevelIsReached(4, List.of(), table(2)),
                built.withSources(List.of(summary("b".repeat(40)))),
                "no verifier of sources is trusted");
        assertThatThrownBy(() -> new SourceLevelIsReached(5, trusted(), table(2)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new SourceLevelIsReached(0, trusted(), table(2)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void seven_findings_stand_for_themselves_and_the_eighth_counts_them() throws Exception {
        Rule rule = new SlsaFour(table(3), trusted());
        Case built = single(workflow(Workflow.provenance())).withSources(List.of(summary("b".repeat(40))));
        List<Finding> findings = judge(rule, built);
        assertThat(findings.stream().map(Finding::holds))
                .containsExactly(false, true, true, true, false, false, false, false);
        assertThat(findings.get(7).message()).startsWith("3 of 7 met");
        assertThat(findings)
                .noneSatisfy(finding -> assertThat(finding.message()).contains("Build level 4"));
        assertThat(judge(rule, single()).get(7).message()).startsWith("0 of 7 met");
    }

    private static List<SourceVerifier> trusted() throws Exception {
        return List.of(
                SourceVerifier.read(object("{" + ISSUER + ",'signer':'**','verifier':'https://v.example','level':4}")));
    }

    private static Verified summary(String commit) throws Exception {
        ObjectNode predicate = Judged.parse(
                "{'verifier':{'id':'https://v.example'},'timeVerified':'2026-01-01T00:00:00Z','resourceUri':'git+https://github.com/owner/repo',"
                        + "'policy':{'uri':'https://v.example/p'},'verificationResult':'PASSED','verifiedLevels':['SLSA_SOURCE_LEVEL_4']}");
        ObjectNode subject = Judged.parse(
                "{'digest':{'gitCommit':'" + commit + "'},'annotations':{'source_refs':['refs/heads/main']}}");
        return notary.says(
                        notary.developer(),
                        PredicateType.VSA.uri(),
                        predicate,
                        List.of(ResourceDescriptor.read(JsonObject.of(subject, "subject"))))
                .verified();
    }
}
