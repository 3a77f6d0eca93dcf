package dev.attest.provenance.level;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.attest.provenance.BuildTypes;
import dev.attest.provenance.Builds;
import dev.attest.provenance.Glob;
import dev.attest.provenance.level.BuilderEntry.Runner;
import dev.attest.provenance.level.BuilderEntry.SignedBy;
import dev.attest.provenance.match.BuildClaim;
import dev.attest.provenance.match.BuildClaims;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BuildLevelTest {
    private static final String ATTEST = "https://github.com/attest-dev/attest/.github/workflows/attest-sign.yml@";
    private static final String COMMIT = "c".repeat(40);

    @Test
    void a_workflow_that_signs_for_itself_reaches_level_2() throws Exception {
        BuildLevel level = of(Builds.githubPredicate(Builds.WORKFLOW), Builds.github());
        assertThat(level.level()).isEqualTo(2);
        assertThat(level.whyNotMore()).isEmpty();
        assertThat(level.entry()).isPresent();
    }

    @ParameterizedTest
    @CsvSource({
        "refs/tags/v1.2.3, 3, ''",
        "refs/tags/v1.2.3-rc.1, 3, ''",
        "cccccccccccccccccccccccccccccccccccccccc, 2, may be a fork's",
        "dddddddddddddddddddddddddddddddddddddddd, 2, may be a fork's",
        "refs/tags/v1, 2, a ref that moves",
        "refs/heads/main, 2, a ref that moves",
        "refs/heads/v1.2.3, 2, a ref that moves",
        "refs/heads/x@refs/tags/v1.2.3, 2, a ref that moves",
        "refs/heads/x@cccccccccccccccccccccccccccccccccccccccc, 2, a ref that moves",
    })
    void a_reusable_workflow_reaches_level_3_by_a_full_version(String ref, int expected, String why) throws Exception {
        BuildLevel level = pinned(ref, ATTEST + "**");
        assertThat(level.level()).isEqualTo(expected);
        assertThat(String.join("; ", level.whyNotMore())).contains(why);
        // The built-in table knows the tags of versions, and what else GitHub signs as level 2.
        assertThat(of(Builds.githubPredicate(ATTEST + ref), by(ref)).level()).isEqualTo(expected);
    }

    /** GitHub serves the commits of forks under the name of what was forked: only the table can tell whose it is. */
    @ParameterizedTest
    @CsvSource({
        "cccccccccccccccccccccccccccccccccccccccc, 3, ''",
        "dddddddddddddddddddddddddddddddddddddddd, 2, does not bear out the commit",
    })
    void a_commit_reaches_level_3_where_the_table_names_it(String commit, int expected, String why) throws Exception {
        BuildLevel level = pinned(commit, ATTEST + commit);
        assertThat(level.level()).isEqualTo(expected);
        assertThat(String.join("; ", level.whyNotMore())).contains(why);
    }

    private static BuildLevel pinned(String ref, String signer) throws Exception {
        BuilderTable table = BuilderTable.read(Builds.object(
                "{'builders':[{'issuer':'https://token.actions.githubusercontent.com','builder':'**','level':3,'signer':'"
                        + signer + "'}]}"));
        return BuildLevel.of(Builds.read(Builds.githubPredicate(ATTEST + ref)), by(ref), table);
    }

    private static BuildClaims by(String ref) {
        return Builds.with(Builds.githubBy(ATTEST + ref), BuildClaim.BUILD_SIGNER_DIGEST, COMMIT);
    }

    @Test
    void a_workflow_that_the_table_gives_level_3_keeps_2_where_it_signs_for_itself() throws Exception {
        String self = ATTEST + "refs/tags/v1.2.3";
        ObjectNode predicate = Builds.githubPredicate(self);
        ((ObjectNode) predicate.at("/buildDefinition/externalParameters/workflow"))
                .put("path", ".github/workflows/attest-sign.yml")
                .put("repository", "https://github.com/attest-dev/attest")
                .put("ref", "refs/tags/v1.2.3");
        ((ObjectNode) predicate.at("/buildDefinition/resolvedDependencies/0"))
                .put("uri", "git+https://github.com/attest-dev/attest@refs/tags/v1.2.3");
        BuildClaims claims = Builds.githubBy(self);
        for (var change : Map.of(
                        BuildClaim.BUILD_CONFIG_URI, self,
                        BuildClaim.SOURCE_REPOSITORY_URI, "https://github.com/attest-dev/attest",
                        BuildClaim.WORKFLOW_REPOSITORY, "attest-dev/attest",
                        BuildClaim.SOURCE_REPOSITORY_REF, "refs/tags/v1.2.3",
                        BuildClaim.WORKFLOW_REF, "refs/tags/v1.2.3")
                .entrySet()) {
            claims = Builds.with(claims, change.getKey(), change.getValue());
        }
        BuildLevel level = of(predicate, claims);
        assertThat(level.level()).isEqualTo(2);
        assertThat(level.whyNotMore()).containsExactly("the workflow that builds is the one that signs");
    }

    /** A table may hold a pattern that anything fits, and nothing is nobody. */
    @Test
    void a_builder_without_a_name_reaches_nothing() throws Exception {
        BuilderTable table = BuilderTable.read(Builds.object(
                "{'builders':[{'issuer':'**','signer':'**','builder':'**','level':2,'signedBy':'platform'}]}"));
        BuildClaims signer = Builds.claims(Map.of(0, "spiffe://x", 8, "https://i.example"));
        String predicate = "{'buildDefinition':{'buildType':'" + BuildTypes.TEKTON
                + "','externalParameters':{}},'runDetails':{'builder':{'id':'%s'}}}";
        assertThat(BuildLevel.of(Builds.read(Builds.parse(predicate.formatted("https://t.example"))), signer, table)
                        .level())
                .isEqualTo(2);
        assertThat(BuildLevel.of(Builds.read(Builds.parse(predicate.formatted(""))), signer, table)
                        .level())
                .isZero();
    }

    @Test
    void a_self_hosted_runner_reaches_level_1_unless_the_table_vouches_for_it() throws Exception {
        ObjectNode predicate = Builds.githubPredicate(Builds.WORKFLOW);
        ((ObjectNode) predicate.at("/buildDefinition/internalParameters/github"))
                .put("runner_environment", "self-hosted");
        BuildClaims claims = Builds.with(Builds.github(), BuildClaim.RUNNER_ENVIRONMENT, "self-hosted");
        assertThat(of(predicate, claims).level()).isEqualTo(1);
        assertThat(BuildLevel.of(Builds.read(predicate), claims, table(2, Runner.ANY, SignedBy.JOB))
                        .level())
                .isEqualTo(2);
    }

    @Test
    void facts_of_the_environment_reach_level_1() throws Exception {
        ObjectNode predicate = Builds.githubPredicate(Builds.WORKFLOW);
        ((ObjectNode) predicate.at("/buildDefinition/internalParameters")).put("attest_source", "environment");
        BuildLevel level = of(predicate, Builds.github());
        assertThat(level.level()).isEqualTo(1);
        assertThat(level.whyNotMore()).containsExactly("the facts come from: environment");
        ((ObjectNode) predicate.at("/buildDefinition/internalParameters")).put("attest_source", 7);
        assertThat(of(predicate, Builds.github()).level()).isEqualTo(1);
        ((ObjectNode) predicate.at("/buildDefinition/internalParameters")).putNull("attest_source");
        assertThat(of(predicate, Builds.github()).level()).isEqualTo(2);
    }

    @Test
    void what_the_certificate_contradicts_and_a_builder_without_name_reach_nothing() throws Exception {
        BuildLevel forged = of(Builds.githubPredicate(ATTEST + "refs/tags/v1.0.0"), Builds.github());
        assertThat(forged.level()).isZero();
        assertThat(forged.whyNotMore()).singleElement().asString().startsWith("runDetails.builder.id");
        assertThat(of(Builds.githubPredicate(""), Builds.github()).level()).isZero();
    }

    @Test
    void a_builder_that_nobody_knows_reaches_level_1() throws Exception {
        BuildClaims elsewhere = Builds.with(Builds.github(), BuildClaim.ISSUER, "https://issuer.example");
        elsewhere = Builds.with(elsewhere, BuildClaim.ISSUER_V1, "");
        BuildLevel level = of(Builds.githubPredicate(Builds.WORKFLOW), elsewhere);
        assertThat(level.level()).isEqualTo(1);
        assertThat(level.entry()).isEmpty();
    }

    @Test
    void a_job_run_again_over_ssh_reaches_nothing() throws Exception {
        BuildClaims claims = Builds.with(Builds.github(), BuildClaim.RUNNER_ENVIRONMENT, "ssh-rerun");
        ObjectNode predicate = Builds.githubPredicate(Builds.WORKFLOW);
        ((ObjectNode) predicate.at("/buildDefinition/internalParameters/github"))
                .put("runner_environment", "ssh-rerun");
        assertThat(of(predicate, claims).level()).isZero();
    }

    @Test
    void a_platform_that_signs_itself_needs_no_certificate_to_bear_it_out() throws Exception {
        ObjectNode predicate = Builds.parse(
                "{'buildDefinition':{'buildType':'" + BuildTypes.TEKTON
                        + "','externalParameters':{'runSpec':{}}},'runDetails':{'builder':{'id':'https://tekton.dev/chains/v2'}}}");
        BuildClaims controller = Builds.claims(Map.of(0, "spiffe://example.com/chains", 8, "https://issuer.example"));
        assertThat(BuildLevel.of(Builds.read(predicate), controller, table(3, Runner.HOSTED, SignedBy.PLATFORM))
                        .level())
                .isEqualTo(3);
        BuildLevel ofJob = BuildLevel.of(Builds.read(predicate), controller, table(3, Runner.ANY, SignedBy.JOB));
        assertThat(ofJob.level()).isEqualTo(1);
        assertThat(ofJob.whyNotMore()).singleElement().asString().startsWith("no certificate bears out the builder");
    }

    @Test
    void the_highest_level_of_several_entries_counts() throws Exception {
        var both = new BuilderTable(List.of(entry(1, Runner.ANY, SignedBy.JOB), entry(2, Runner.ANY, SignedBy.JOB)));
        assertThat(BuildLevel.of(Builds.read(Builds.githubPredicate(Builds.WORKFLOW)), Builds.github(), both)
                        .level())
                .isEqualTo(2);
    }

    private static BuildLevel of(ObjectNode predicate, BuildClaims claims) throws Exception {
        return BuildLevel.of(Builds.read(predicate), claims, BuilderTable.BUILT_IN);
    }

    private static BuilderTable table(int level, Runner runner, SignedBy signedBy) {
        return new BuilderTable(List.of(entry(level, runner, signedBy)));
    }

    private static BuilderEntry entry(int level, Runner runner, SignedBy signedBy) {
        Glob any = new Glob("**");
        return new BuilderEntry(any, any, any, List.of(), level, runner, signedBy);
    }
}
