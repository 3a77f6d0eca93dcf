package dev.attest.provenance.ci;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.attest.json.StrictJson;
import dev.attest.provenance.BuildDefinition;
import dev.attest.provenance.BuildTypes;
import dev.attest.provenance.MalformedProvenanceException;
import dev.attest.provenance.Provenance;
import dev.attest.provenance.ProvenanceSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A job of Buildkite (docs/buildtypes/buildkite-v1.md). No claim names the repository, which is the environment's. */
final class Buildkite implements ProvenanceSource {
    /** Who issues the tokens of all jobs. */
    static final String ISSUER = "https://agent.buildkite.com";

    private static final Set<String> KEYS = Set.of("organization", "pipeline", "ref", "commit", "step");

    private final Facts facts;
    private final BuildContext context;

    Buildkite(Map<String, String> claims, BuildContext context) {
        this.facts = new Facts(claims, context.environment());
        this.context = context;
    }

    @Override
    public String name() {
        return BuildSystem.BUILDKITE.shortName();
    }

    @Override
    public Provenance provenance() throws MalformedProvenanceException {
        String organization = facts.text("organization_slug", "BUILDKITE_ORGANIZATION_SLUG");
        String slug = facts.text("pipeline_slug", "BUILDKITE_PIPELINE_SLUG");
        String pipeline = "https://buildkite.com/" + organization + "/" + slug;
        Optional<String> tag = facts.optional("build_tag", "BUILDKITE_TAG");
        String ref = tag.isPresent()
                ? "refs/tags/" + tag.get()
                : "refs/heads/" + facts.text("build_branch", "BUILDKITE_BRANCH");
        GitCommit commit = GitCommit.parse(facts.text("build_commit", "BUILDKITE_COMMIT"), "build_commit");
        Optional<String> step = facts.optional("step_key", "BUILDKITE_STEP_KEY");
        checkSubject(Map.of(
                "organization", organization,
                "pipeline", slug,
                "ref", ref,
                "commit", commit.id(),
                "step", step.orElse("")));
        Optional<String> repository = facts.variable("BUILDKITE_REPO").flatMap(RemoteUrl::uri);
        ObjectNode external = StrictJson.object().put("pipeline", pipeline);
        ObjectNode source = external.putObject("source").put("ref", ref);
        repository.ifPresent(uri -> {
            source.put("repository", uri);
            facts.unproven(Facts.EXTERNAL + "source.repository");
        });
        step.ifPresent(key -> external.put("step", key));
        String invocation = pipeline + "/builds/" + facts.text("build_number", "BUILDKITE_BUILD_NUMBER") + "#"
                + facts.text("job_id", "BUILDKITE_JOB_ID");
        ObjectNode internal = internal();
        return new Provenance(
                BuildDefinition.of(
                        BuildTypes.BUILDKITE,
                        external,
                        facts.marked(internal),
                        List.of(commit.resource(repository.map(uri -> uri + "@" + ref)))),
                context.times().run(pipeline, Optional.of(invocation)));
    }

    private ObjectNode internal() throws MalformedProvenanceException {
        ObjectNode internal = StrictJson.object();
        ObjectNode buildkite =
                internal.putObject("buildkite").put("build_source", facts.text("build_source", "BUILDKITE_SOURCE"));
        if (facts.proven()) {
            buildkite.put("runner_environment", facts.requiredClaim("runner_environment"));
        }
        return internal;
    }

    private void checkSubject(Map<String, String> values) throws MalformedProvenanceException {
        for (SubjectClaim pair : SubjectClaim.parse(facts.claim("sub").orElse(""), KEYS, Set.of())) {
            Facts.agree(
                    "the " + pair.key(),
                    Optional.ofNullable(values.get(pair.key())),
                    "that of token claim sub",
                    Optional.of(pair.value()));
        }
    }
}
