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
import java.util.HashMap;
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

    /** What is nearest to being met is what a person wants to know. */
    @Test
    void the_nearest_expectation_is_explained_wherever_it_stands() throws Exception {
        Case built = single(workflow(Workflow.provenance()));
        var far = Expectations.read(object("{'source':{'repositoryId':'9','ownerId':'9','refs':['refs/tags/*']}}"));
        var near = Expectations.read(object("{'source':{'refs':['refs/heads/release']}}"));
        for (List<Expectations> order : List.of(List.of(far, near), List.of(near, far))) {
            assertThat(judge(new ProvenanceIsExpected(order), built))
                    .singleElement()
                    .satisfies(finding -> assertThat(finding.message())
                            .contains("[refs/heads/release]")
                            .doesNotContain("repositoryId"));
        }
    }

    /** One accepted provenance from a good commit must not hide another from a commit that nobody vouches for. */
    @Test
    void the_lowest_level_of_all_proven_sources_counts() throws Exception {
        var claims = new HashMap<>(Workflow.CLAIMS);
        claims.replaceAll((claim, value) -> value.replace("b".repeat(40), "c".repeat(40)));
        ObjectNode elsewhere = Judged.parse(Workflow.provenance().toString().replace("b".repeat(40), "c".repeat(40)));
        Evidence good = workflow(Workflow.provenance());
        Evidence bad =
                notary.says(notary.build("workflow", claims), PredicateType.PROVENANCE.uri(), elsewhere, digest(AMD));
        var rule = new SourceLevelIsReached(4, trusted(), table(2));
        List<Verified> vouched = List.of(summary("b".repeat(40)));
        holds(rule, single(good).withSources(vouched));
        fails(rule, single(good, bad).withSources(vouched), "another commit");
        fails(rule, single(bad, good).withSources(vouched), "another commit");
    }

    /** What only the predicate says of the source is believed of a platform that signs itself, and of no job. */
    @Test
    void the_word_of_a_platform_proves_the_source() throws Exception {
        ObjectNode predicate = Judged.parse(
                """
                {'buildDefinition':{'buildType':'https://attest.dev/buildtypes/local/v1',
                   'externalParameters':{'source':{'repository':'git+https://github.com/owner/repo','ref':'refs/heads/main'}},
                   'resolvedDependencies':[{'uri':'git+https://github.com/owner/repo@refs/heads/main',
                     'digest':{'gitCommit':'%s'}}]},
                 'runDetails':{'builder':{'id':'https://attest.dev/builders/local'}}}
                """
                        .formatted("b".repeat(40)));
        Case built = single(notary.says(PredicateType.PROVENANCE, predicate, digest(AMD)))
                .withSources(List.of(summary("b".repeat(40))));
        String entry = "{'builders':[{" + ISSUER
                + ",'signer':'**','builder':'https://attest.dev/builders/local','level':3,'signedBy':'%s'}]}";
        holds(new SourceLevelIsReached(4, trusted(), BuilderTable.read(object(entry.formatted("platform")))), built);
        fails(
                new SourceLevelIsReached(4, trusted(), BuilderTable.read(object(entry.formatted("job")))),
                built,
                "no accepted provenance proves from which commit");
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

    /** A job of the tenant may write into its own predicate whatever it likes. */
    @Test
    void what_a_job_says_of_itself_makes_nothing_hermetic() throws Exception {
        ObjectNode boast = Workflow.provenance();
        ObjectNode metadata = boast.withObject("/runDetails/metadata").put("buildkit_hermetic", true);
        metadata.putObject("buildkit_completeness").put("resolvedDependencies", true);
        Rule rule = new SlsaFour(table(3), trusted());
        List<Finding> findings = judge(rule, single(workflow(boast)));
        assertThat(findings.get(4).message()).startsWith("hermetic: not met");
        assertThat(findings.get(6).message()).startsWith("dependencies complete and pinned: not met");
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
