package dev.attest.provenance.ci;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.attest.intoto.ResourceDescriptor;
import dev.attest.json.StrictJson;
import dev.attest.provenance.BuildDefinition;
import dev.attest.provenance.BuildTypes;
import dev.attest.provenance.MalformedProvenanceException;
import dev.attest.provenance.Provenance;
import dev.attest.provenance.ProvenanceSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A job of GitLab CI, on gitlab.com or any other server (docs/buildtypes/gitlab-v1.md). */
final class GitLabCi implements ProvenanceSource {
    private static final String CHILD = "parent_pipeline";

    private final Facts facts;
    private final Map<String, String> claims;
    private final BuildContext context;

    GitLabCi(Map<String, String> claims, BuildContext context) {
        this.facts = new Facts(claims, context.environment());
        this.claims = claims;
        this.context = context;
    }

    @Override
    public String name() {
        return BuildSystem.GITLAB_CI.shortName();
    }

    @Override
    public List<String> remarks() throws MalformedProvenanceException {
        return facts.proven() || config(server(), ref()).isPresent()
                ? List.of()
                : List.of("the provenance does not say which configuration ran: GitLab does not tell it to this job");
    }

    @Override
    public Provenance provenance() throws MalformedProvenanceException {
        checkSubject();
        String server = server();
        String repository = server + "/" + facts.text("project_path", project("PATH"));
        String ref = ref();
        Optional<GitLabConfig> config = config(server, ref);
        ObjectNode external = StrictJson.object();
        external.putObject("source").put("repository", repository).put("ref", ref);
        config.ifPresent(it -> external.putObject("config")
                .put("repository", it.repository())
                .put("path", it.path())
                .put("ref", it.ref()));
        BuildTimes times = context.times().startedOn(facts, "CI_JOB_STARTED_AT");
        String invocation = repository + "/-/jobs/" + facts.text("job_id", "CI_JOB_ID");
        List<ResourceDescriptor> dependencies = dependencies(repository, ref, config);
        ObjectNode internal = internal();
        return new Provenance(
                BuildDefinition.of(BuildTypes.GITLAB, external, facts.marked(internal), dependencies),
                times.run(config.map(GitLabConfig::uri).orElse(repository), Optional.of(invocation)));
    }

    /** The variable of the project that was built: that of a merge request may be another one than the job's. */
    private String project(String what) throws MalformedProvenanceException {
        return (facts.variable("CI_MERGE_REQUEST_SOURCE_PROJECT_PATH").isPresent()
                        ? "CI_MERGE_REQUEST_SOURCE_PROJECT_"
                        : "CI_PROJECT_")
                + what;
    }

    private void checkSubject() throws MalformedProvenanceException {
        for (SubjectClaim pair : SubjectClaim.parse(claims.getOrDefault("sub", ""), claims.keySet(), Set.of())) {
            Facts.agree(
                    "token claim " + pair.key(),
                    Optional.ofNullable(claims.get(pair.key())),
                    "token claim sub",
                    Optional.of(pair.value()));
        }
    }

    private String server() throws MalformedProvenanceException {
        Optional<String> named = facts.variable("CI_SERVER_URL").flatMap(RemoteUrl::page);
        Optional<String> issuer = facts.claim("iss").flatMap(RemoteUrl::page);
        Facts.agree("token claim iss", issuer, "environment variable CI_SERVER_URL", named);
        return (facts.proven() ? issuer : named)
                .orElseThrow(() -> new MalformedProvenanceException(
                        (facts.proven() ? "token claim iss" : "environment variable CI_SERVER_URL")
                                + " is missing or is not an address"));
    }

    private String ref() throws MalformedProvenanceException {
        Optional<String> tag = facts.variable("CI_COMMIT_TAG").map(name -> "refs/tags/" + name);
        Optional<String> merged = facts.variable("CI_MERGE_REQUEST_SOURCE_BRANCH_NAME");
        Optional<String> branch =
                facts.variable("CI_COMMIT_BRANCH").or(() -> merged).map(name -> "refs/heads/" + name);
        Optional<String> named = tag.or(() -> branch);
        if (!facts.proven()) {
            return named.orElseThrow(() -> new MalformedProvenanceException(
                    "environment variables CI_COMMIT_TAG and CI_COMMIT_BRANCH name neither tag nor branch"));
        }
        String type = facts.claim("ref_type").orElse("");
        String prefix =
                switch (type) {
                    case "branch" -> "refs/heads/";
                    case "tag" -> "refs/tags/";
                    default ->
                        throw new MalformedProvenanceException(
                                "token claim ref_type is neither branch nor tag: " + type);
                };
        String ref = prefix + facts.requiredClaim("ref");
        Facts.agree("token claims ref_type and ref", Optional.of(ref), "the environment's ref", named);
        return ref;
    }

    private Optional<GitLabConfig> config(String server, String ref) throws MalformedProvenanceException {
        Optional<String> uri = facts.optional("ci_config_ref_uri", "CI_CONFIG_REF_URI");
        if (uri.isPresent()) {
            return Optional.of(GitLabConfig.parse(uri.get(), server, ref));
        }
        String source = facts.text("pipeline_source", "CI_PIPELINE_SOURCE");
        if (facts.proven()) {
            throw new MalformedProvenanceException("token claim ci_config_ref_uri is missing: GitLab tells no"
                    + (source.equals(CHILD) ? " child pipeline" : " pipeline whose configuration lies elsewhere")
                    + " which configuration it runs, so that no certificate can; sign in a job of the parent pipeline,"
                    + " whose configuration lies in the project");
        }
        Optional<String> path = facts.variable("CI_CONFIG_PATH");
        return source.equals(CHILD) || path.isEmpty()
                ? Optional.empty()
                : GitLabConfig.ofProject(path.get(), server + "/" + facts.text("project_path", project("PATH")), ref);
    }

    private List<ResourceDescriptor> dependencies(String repository, String ref, Optional<GitLabConfig> config)
            throws MalformedProvenanceException {
        String sha = facts.text("sha", "CI_COMMIT_SHA");
        var dependencies = new ArrayList<ResourceDescriptor>();
        dependencies.add(GitCommit.parse(sha, "sha").resource(Optional.of("git+" + repository + "@" + ref)));
        Optional<String> configSha = facts.claim("ci_config_sha");
        if (configSha.isPresent() && config.isPresent()) {
            String uri = "git+" + config.get().repository() + "@" + config.get().ref();
            ResourceDescriptor resource = GitCommit.parse(configSha.get(), "token claim ci_config_sha")
                    .resource(Optional.of(uri));
            if (!dependencies.contains(resource)) {
                dependencies.add(resource);
            }
        }
        return dependencies;
    }

    private ObjectNode internal() throws MalformedProvenanceException {
        ObjectNode internal = StrictJson.object();
        ObjectNode gitlab = internal.putObject("gitlab");
        gitlab.put("pipeline_source", facts.text("pipeline_source", "CI_PIPELINE_SOURCE"));
        gitlab.put("project_id", facts.text("project_id", project("ID")));
        if (project("PATH").equals("CI_PROJECT_PATH")) {
            gitlab.put("namespace_id", facts.text("namespace_id", "CI_PROJECT_NAMESPACE_ID"));
        } else if (facts.proven()) {
            gitlab.put("namespace_id", facts.requiredClaim("namespace_id"));
        }
        if (facts.proven()) {
            gitlab.put("runner_environment", facts.requiredClaim("runner_environment"));
        }
        facts.optional("environment", "CI_ENVIRONMENT_NAME").ifPresent(name -> gitlab.put("environment", name));
        return internal;
    }
}
