package dev.attest.provenance.ci;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attest.json.StrictJson;
import dev.attest.provenance.MalformedProvenanceException;
import dev.attest.provenance.Provenance;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GitHubActionsTest {
    private static final String SHA = "babca52ab0c93ae16539e5923cb0d7403b9a093b";
    private static final Map<String, String> CLAIMS = Map.ofEntries(
            Map.entry("iss", "https://token.actions.githubusercontent.com"),
            Map.entry("repository", "owner/repo"),
            Map.entry("ref", "refs/heads/main"),
            Map.entry("sha", SHA),
            Map.entry("workflow_ref", "owner/repo/.github/workflows/main.yml@main"),
            Map.entry("job_workflow_ref", "owner/workflows/.github/workflows/publish.yml@main"),
            Map.entry("event_name", "push"),
            Map.entry("repository_id", "repo-id"),
            Map.entry("repository_owner_id", "owner-id"),
            Map.entry("run_id", "run-id"),
            Map.entry("run_attempt", "run-attempt"),
            Map.entry("runner_environment", "github-hosted"));
    private static final Map<String, String> ENVIRONMENT = Map.ofEntries(
            Map.entry("GITHUB_ACTIONS", "true"),
            Map.entry("GITHUB_SERVER_URL", "https://ghe.example.com/"),
            Map.entry("GITHUB_REPOSITORY", "owner/repo"),
            Map.entry("GITHUB_REF", "refs/tags/v1"),
            Map.entry("GITHUB_SHA", SHA),
            Map.entry("GITHUB_WORKFLOW_REF", "owner/repo/.github/workflows/main.yml@refs/tags/v1"),
            Map.entry("GITHUB_EVENT_NAME", "release"),
            Map.entry("GITHUB_REPOSITORY_ID", "1"),
            Map.entry("GITHUB_REPOSITORY_OWNER_ID", "2"),
            Map.entry("GITHUB_RUN_ID", "3"),
            Map.entry("GITHUB_RUN_ATTEMPT", "4"),
            Map.entry("RUNNER_ENVIRONMENT", "self-hosted"));

    /** The same claims give the same predicate as GitHub's own action does in its published snapshot. */
    @Test
    void a_token_gives_the_predicate_githubs_action_gives() throws MalformedProvenanceException {
        assertThat(written(fromToken(CLAIMS)))
                .isEqualTo(("{'buildDefinition':{'buildType':'https://actions.github.io/buildtypes/workflow/v1',"
                                + "'externalParameters':{'workflow':{'path':'.github/workflows/main.yml','ref':'main',"
                                + "'repository':'https://github.com/owner/repo'}},"
                                + "'internalParameters':{'github':{'event_name':'push','repository_id':'repo-id',"
                                + "'repository_owner_id':'owner-id','runner_environment':'github-hosted'}},"
                                + "'resolvedDependencies':[{'digest':{'gitCommit':'" + SHA + "'},"
                                + "'uri':'git+https://github.com/owner/repo@refs/heads/main'}]},"
                                + "'runDetails':{'builder':{'id':'https://github.com/owner/workflows/.github/workflows/publish.yml@main'},"
                                + "'metadata':{'invocationId':'https://github.com/owner/repo/actions/runs/run-id/attempts/run-attempt'}}}")
                        .replace('\'', '"'));
    }

    @Test
    void the_environment_decides_nothing_when_there_is_a_token() throws MalformedProvenanceException {
        assertThat(GitHubActions.fromToken(CLAIMS, ENVIRONMENT, BuildTimes.UNKNOWN)
                        .provenance())
                .isEqualTo(fromToken(CLAIMS).provenance());
    }

    @Test
    void the_environment_alone_is_marked() throws MalformedProvenanceException {
        GitHubActions source = GitHubActions.fromEnvironment(ENVIRONMENT, BuildTimes.UNKNOWN);
        String written = written(source);
        assertThat(written)
                .contains("\"attest_source\":\"environment\"")
                .contains("\"id\":\"https://ghe.example.com/owner/repo/.github/workflows/main.yml@refs/tags/v1\"")
                .contains("\"event_name\":\"release\"")
                .contains("\"runner_environment\":\"self-hosted\"")
                .contains("https://ghe.example.com/owner/repo/actions/runs/3/attempts/4");
        assertThat(source.name()).isEqualTo("github-actions");
        assertThat(source.provenance().unknownParameters()).isEmpty();
        assertThat(GitHubActions.isPresent(ENVIRONMENT)).isTrue();
        assertThat(GitHubActions.isPresent(Map.of("GITHUB_ACTIONS", "false"))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "https://token.actions.githubusercontent.com/enterprise, https://github.com/, false",
        "https://ghe.example.org/_services/token, https://ghe.example.org/, false",
        "https://issuer.example, https://ghe.example.com/, true",
        "https://token.actions.githubusercontent.com.evil.example, https://ghe.example.com/, true",
    })
    void the_issuer_names_the_server_or_it_is_marked(String issuer, String server, boolean marked)
            throws MalformedProvenanceException {
        Map<String, String> claims = with("iss", issuer);
        String written = written(GitHubActions.fromToken(claims, ENVIRONMENT, BuildTimes.UNKNOWN));
        assertThat(written).contains("\"repository\":\"" + server + "owner/repo\"");
        assertThat(written.contains("attest_source")).isEqualTo(marked);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "repository",
                "ref",
                "sha",
                "workflow_ref",
                "job_workflow_ref",
                "event_name",
                "repository_id",
                "repository_owner_id",
                "run_id",
                "run_attempt",
                "runner_environment"
            })
    void a_missing_claim_is_refused_and_named(String claim) {
        assertThatThrownBy(() -> fromToken(with(claim, "")).provenance())
                .isInstanceOf(MalformedProvenanceException.class)
                .hasMessage("token claim " + claim + " is missing or malformed");
        assertThatThrownBy(() -> fromToken(with(claim, "a\nb")).provenance())
                .isInstanceOf(MalformedProvenanceException.class);
    }

    @Test
    void a_missing_variable_is_named() {
        var environment = new TreeMap<>(ENVIRONMENT);
        environment.remove("RUNNER_ENVIRONMENT");
        assertThatThrownBy(() -> GitHubActions.fromEnvironment(environment, BuildTimes.UNKNOWN)
                        .provenance())
                .hasMessage("environment variable RUNNER_ENVIRONMENT is missing or malformed");
    }

    @Test
    void a_commit_is_a_commit() {
        assertThatThrownBy(() -> fromToken(with("sha", "main")).provenance()).hasMessage("sha is not a commit");
    }

    @ParameterizedTest
    @CsvSource({
        "o/r/.github/workflows/a.yml@refs/heads/main, refs/heads/main, .github/workflows/a.yml, refs/heads/main",
        "o/r/.github/workflows/a@b.yml@refs/heads/main, refs/heads/main, .github/workflows/a@b.yml, refs/heads/main",
        "o/r/a.yml@refs/tags/pkg@1.0, refs/tags/pkg@1.0, a.yml, refs/tags/pkg@1.0",
        "o/r/a@b.yml@refs/tags/pkg@1.0, refs/heads/main, a@b.yml, refs/tags/pkg@1.0",
        "o/r/a.yml@main, refs/heads/main, a.yml, main",
    })
    void a_workflow_ref_is_cut_at_the_right_place(String workflowRef, String ref, String path, String expected)
            throws MalformedProvenanceException {
        assertThat(WorkflowRef.parse(workflowRef, "o/r", ref)).isEqualTo(new WorkflowRef(path, expected));
    }

    @ParameterizedTest
    @ValueSource(strings = {"other/r/a.yml@main", "o/rr/a.yml@main", "o/r/a.yml", "o/r/@main", "o/r/a.yml@"})
    void another_workflow_ref_is_refused(String workflowRef) {
        assertThatThrownBy(() -> WorkflowRef.parse(workflowRef, "o/r", "refs/heads/main"))
                .isInstanceOf(MalformedProvenanceException.class);
    }

    @Test
    void times_are_written_only_when_given() throws MalformedProvenanceException {
        var times = new BuildTimes(Optional.of(Instant.EPOCH), Optional.of(Instant.EPOCH.plusSeconds(1)));
        assertThat(written(GitHubActions.fromToken(CLAIMS, Map.of(), times)))
                .contains("\"finishedOn\":\"1970-01-01T00:00:01Z\"")
                .contains("\"startedOn\":\"1970-01-01T00:00:00Z\"");
        assertThat(written(fromToken(CLAIMS))).doesNotContain("startedOn");
    }

    private static GitHubActions fromToken(Map<String, String> claims) {
        return GitHubActions.fromToken(claims, Map.of(), BuildTimes.UNKNOWN);
    }

    private static Map<String, String> with(String claim, String value) {
        var claims = new TreeMap<>(CLAIMS);
        claims.put(claim, value);
        return claims;
    }

    private static String written(GitHubActions source) throws MalformedProvenanceException {
        Provenance provenance = source.provenance();
        return new String(StrictJson.write(provenance.json()), UTF_8);
    }
}
