package dev.attest.provenance.ci;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.attest.intoto.ResourceDescriptor;
import dev.attest.json.StrictJson;
import dev.attest.provenance.BuildDefinition;
import dev.attest.provenance.BuildMetadata;
import dev.attest.provenance.BuildTypes;
import dev.attest.provenance.Builder;
import dev.attest.provenance.MalformedProvenanceException;
import dev.attest.provenance.Provenance;
import dev.attest.provenance.ProvenanceSource;
import dev.attest.provenance.RunDetails;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A workflow run of GitHub Actions, described by GitHub's own build type. Every fact comes from the claims of a verified
 * OIDC token; without them the environment is taken at its word, and the predicate says so.
 *
 * <p>The build type allows the events {@code create}, {@code release}, {@code push} and {@code workflow_dispatch}. Others
 * are recorded as they are, as GitHub's own action does; refusing them is the policy's part.
 */
public final class GitHubActions implements ProvenanceSource {
    private final GitHubFacts facts;
    private final BuildTimes times;

    private GitHubActions(GitHubFacts facts, BuildTimes times) {
        this.facts = facts;
        this.times = times;
    }

    /** From the claims of a token whose signature was verified; the environment decides nothing but the server's name. */
    public static GitHubActions fromToken(
            Map<String, String> claims, Map<String, String> environment, BuildTimes times) {
        return new GitHubActions(GitHubFacts.ofToken(claims, environment), times);
    }

    /** From what the runner wrote into the environment, which any step of the job may have changed. */
    public static GitHubActions fromEnvironment(Map<String, String> environment, BuildTimes times) {
        return new GitHubActions(GitHubFacts.ofEnvironment(environment), times);
    }

    /** Whether this is the environment of a workflow run. */
    public static boolean isPresent(Map<String, String> environment) {
        return "true".equals(environment.get("GITHUB_ACTIONS"));
    }

    @Override
    public String name() {
        return "github-actions";
    }

    @Override
    public Provenance provenance() throws MalformedProvenanceException {
        String repository = facts.url("repository");
        var dependency = new ResourceDescriptor(
                Optional.empty(),
                Optional.of("git+" + repository + "@" + facts.text("ref")),
                Map.of("gitCommit", facts.commit()),
                Optional.empty());
        String invocation =
                repository + "/actions/runs/" + facts.text("run_id") + "/attempts/" + facts.text("run_attempt");
        return new Provenance(
                BuildDefinition.of(BuildTypes.GITHUB_WORKFLOW, external(repository), internal(), List.of(dependency)),
                new RunDetails(
                        Builder.of(facts.url("job_workflow_ref")),
                        new BuildMetadata(Optional.of(invocation), times.startedOn(), times.finishedOn()),
                        List.of()));
    }

    private ObjectNode external(String repository) throws MalformedProvenanceException {
        WorkflowRef workflow =
                WorkflowRef.parse(facts.text("workflow_ref"), facts.text("repository"), facts.text("ref"));
        ObjectNode external = StrictJson.object();
        external.putObject("workflow")
                .put("ref", workflow.ref())
                .put("repository", repository)
                .put("path", workflow.path());
        return external;
    }

    private ObjectNode internal() throws MalformedProvenanceException {
        ObjectNode internal = StrictJson.object();
        ObjectNode github = internal.putObject("github");
        for (String name : List.of("event_name", "repository_id", "repository_owner_id", "runner_environment")) {
            github.put(name, facts.text(name));
        }
        if (!facts.proven()) {
            internal.put(Provenance.SOURCE, "environment");
        }
        return internal;
    }
}
