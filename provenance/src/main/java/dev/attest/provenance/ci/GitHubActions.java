package dev.attest.provenance.ci;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.attest.json.StrictJson;
import dev.attest.provenance.BuildDefinition;
import dev.attest.provenance.BuildTypes;
import dev.attest.provenance.MalformedProvenanceException;
import dev.attest.provenance.Provenance;
import dev.attest.provenance.ProvenanceSource;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A workflow run of GitHub Actions (docs/buildtypes/github-actions.md), described by GitHub's own build type, or by the
 * community's when inputs are asked for. Every fact comes from the claims of a verified token; without one the
 * environment is taken at its word, and the predicate says so.
 */
final class GitHubActions implements ProvenanceSource {
    private static final Set<String> EVENTS = Set.of("create", "release", "push", "workflow_dispatch");

    private final Facts facts;
    private final Map<String, String> claims;
    private final BuildContext context;
    private final BuildOptions options;

    GitHubActions(Map<String, String> claims, BuildContext context, BuildOptions options) {
        this.facts = new Facts(claims, context.environment());
        this.claims = claims;
        this.context = context;
        this.options = options;
    }

    @Override
    public String name() {
        return BuildSystem.GITHUB_ACTIONS.shortName();
    }

    @Override
    public List<String> remarks() throws MalformedProvenanceException {
        String event = event();
        return EVENTS.contains(event)
                ? List.of()
                : List.of("the build type of GitHub Actions does not allow the event " + event);
    }

    @Override
    public Provenance provenance() throws IOException, MalformedProvenanceException {
        GitHubSubject.check(claims);
        if (options.allowedEventsOnly() && !EVENTS.contains(event())) {
            throw new MalformedProvenanceException("the event is " + event() + ", the build type allows "
                    + String.join(", ", EVENTS.stream().sorted().toList()));
        }
        String server = server();
        String repository = server + "/" + facts.text("repository", "GITHUB_REPOSITORY");
        String ref = ref();
        var commit = GitCommit.parse(facts.text("sha", "GITHUB_SHA"), "sha");
        ObjectNode external = StrictJson.object();
        external.putObject("workflow")
                .put("ref", ref)
                .put("repository", repository)
                .put("path", path(ref));
        if (options.inputs()) {
            GitHubEvent.read(facts, options).addTo(external);
        }
        // The environment does not name a called workflow, only the one that was started.
        String builder = server + "/"
                + (facts.proven()
                        ? facts.requiredClaim("job_workflow_ref")
                        : facts.text("workflow_ref", "GITHUB_WORKFLOW_REF"));
        String invocation = repository + "/actions/runs/" + facts.text("run_id", "GITHUB_RUN_ID") + "/attempts/"
                + facts.text("run_attempt", "GITHUB_RUN_ATTEMPT");
        ObjectNode internal = internal();
        return new Provenance(
                BuildDefinition.of(
                        options.inputs() ? BuildTypes.GITHUB_WORKFLOW_COMMUNITY : BuildTypes.GITHUB_WORKFLOW,
                        external,
                        facts.marked(internal),
                        List.of(commit.resource(Optional.of("git+" + repository + "@" + ref)))),
                context.times().run(builder, Optional.of(invocation)));
    }

    private String server() throws MalformedProvenanceException {
        Optional<String> named = facts.variable("GITHUB_SERVER_URL").flatMap(RemoteUrl::page);
        if (!facts.proven()) {
            return named.orElseThrow(() -> new MalformedProvenanceException(
                    "environment variable GITHUB_SERVER_URL is missing or is not an address"));
        }
        Optional<String> issuer = GitHubServer.of(facts.requiredClaim("iss"));
        Facts.agree("the issuer's server", issuer, "environment variable GITHUB_SERVER_URL", named);
        return issuer.orElseThrow(
                () -> new MalformedProvenanceException("token claim iss is not an issuer of GitHub Actions"));
    }

    private String event() throws MalformedProvenanceException {
        return facts.text("event_name", "GITHUB_EVENT_NAME");
    }

    private String ref() throws MalformedProvenanceException {
        String ref = facts.text("ref", "GITHUB_REF");
        if (!ref.startsWith("refs/")) {
            throw new MalformedProvenanceException("ref is not a full git ref: " + ref);
        }
        return ref;
    }

    private String path(String ref) throws MalformedProvenanceException {
        String named = facts.text("workflow_ref", "GITHUB_WORKFLOW_REF");
        WorkflowRef workflow = WorkflowRef.parse(named, facts.text("repository", "GITHUB_REPOSITORY"), ref);
        if (!workflow.isOf(ref)) {
            throw new MalformedProvenanceException("workflow_ref is " + named + ", but ref is " + ref);
        }
        return workflow.path();
    }

    private ObjectNode internal() throws MalformedProvenanceException {
        ObjectNode internal = StrictJson.object();
        ObjectNode github = internal.putObject("github");
        github.put("event_name", event());
        github.put("repository_id", facts.text("repository_id", "GITHUB_REPOSITORY_ID"));
        github.put("repository_owner_id", facts.text("repository_owner_id", "GITHUB_REPOSITORY_OWNER_ID"));
        if (options.inputs()) {
            facts.optional("actor_id", "GITHUB_ACTOR_ID").ifPresent(actor -> github.put("actor_id", actor));
        } else {
            github.put("runner_environment", facts.text("runner_environment", "RUNNER_ENVIRONMENT"));
        }
        return internal;
    }
}
