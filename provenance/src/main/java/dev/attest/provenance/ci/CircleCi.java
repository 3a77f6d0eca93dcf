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
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A job of CircleCI (docs/buildtypes/circleci-v1.md). No claim names the commit, which is the environment's. */
final class CircleCi implements ProvenanceSource {
    private static final String CLAIM = "oidc.circleci.com/";
    private static final String API = "https://circleci.com/api/v2/projects/";
    private static final Pattern SUBJECT =
            Pattern.compile("org/([^/]+)/project/([^/]+)/user/[^/]*(?:/vcs-origin/(.+)/vcs-ref/(.+))?");

    private final Facts facts;
    private final BuildContext context;

    CircleCi(Map<String, String> claims, BuildContext context) {
        this.facts = new Facts(claims, context.environment());
        this.context = context;
    }

    /** Whether CircleCI issues as this: for everybody, or for one organisation. */
    static boolean issues(String issuer) {
        return issuer.equals("https://oidc.circleci.com")
                || issuer.matches("https://oidc\\.circleci\\.com/org/[A-Za-z0-9-]{1,100}");
    }

    @Override
    public String name() {
        return BuildSystem.CIRCLECI.shortName();
    }

    @Override
    public Provenance provenance() throws MalformedProvenanceException {
        String repository = repository();
        String ref = ref();
        String project = facts.text(CLAIM + "project-id", "CIRCLE_PROJECT_ID");
        checkSubject(project, repository, ref);
        ObjectNode external = StrictJson.object();
        external.putObject("source").put("repository", repository).put("ref", ref);
        ObjectNode definition = external.putObject("pipelineDefinition").put("project", project);
        ObjectNode internal = StrictJson.object();
        ObjectNode circleci = internal.putObject("circleci")
                .put("pipeline_id", facts.text(CLAIM + "pipeline-id", "CIRCLE_PIPELINE_ID"));
        String builder = API + project;
        if (facts.proven()) {
            String id = facts.requiredClaim(CLAIM + "pipeline-definition-id");
            definition.put("id", id);
            builder += "/pipeline-definitions/" + id;
            circleci.put("ssh_rerun", sshRerun());
        }
        // Fulcio writes the two slashes, and what it writes is what a verifier compares.
        String invocation = "https://app.circleci.com//workflow/"
                + facts.text(CLAIM + "workflow-id", "CIRCLE_WORKFLOW_ID") + "/job/"
                + facts.text(CLAIM + "job-id", "CIRCLE_WORKFLOW_JOB_ID");
        GitCommit commit = commit();
        return new Provenance(
                BuildDefinition.of(
                        BuildTypes.CIRCLECI,
                        external,
                        facts.marked(internal),
                        List.of(commit.resource(Optional.of("git+https://" + repository + "@" + ref)))),
                context.times().run(builder, Optional.of(invocation)));
    }

    private String sshRerun() throws MalformedProvenanceException {
        String rerun = facts.requiredClaim(CLAIM + "ssh-rerun");
        if (!rerun.equals("true") && !rerun.equals("false")) {
            throw new MalformedProvenanceException(
                    "token claim " + CLAIM + "ssh-rerun is neither true nor false: " + rerun);
        }
        return rerun;
    }

    private GitCommit commit() throws MalformedProvenanceException {
        Optional<String> sha = facts.unproven(Facts.COMMIT, "CIRCLE_SHA1");
        return GitCommit.parse(
                sha.orElseThrow(() -> new MalformedProvenanceException("environment variable CIRCLE_SHA1 is missing")),
                "environment variable CIRCLE_SHA1");
    }

    /** Host and path, as the claim has it. */
    private String repository() throws MalformedProvenanceException {
        Optional<String> named =
                facts.variable("CIRCLE_REPOSITORY_URL").flatMap(RemoteUrl::uri).map(CircleCi::withoutScheme);
        if (!facts.proven()) {
            return named.orElseThrow(() -> new MalformedProvenanceException(
                    "environment variable CIRCLE_REPOSITORY_URL is missing or is not the URL of a repository"));
        }
        String origin = facts.requiredClaim(CLAIM + "vcs-origin");
        Optional<String> plain = RemoteUrl.uri(origin.contains("://") ? origin : "https://" + origin)
                .map(CircleCi::withoutScheme);
        if (!plain.equals(Optional.of(origin))) {
            throw new MalformedProvenanceException("token claim " + CLAIM + "vcs-origin is not host/path: " + origin);
        }
        Facts.agree("token claim " + CLAIM + "vcs-origin", plain, "environment variable CIRCLE_REPOSITORY_URL", named);
        return origin;
    }

    private static String withoutScheme(String uri) {
        return uri.substring(uri.indexOf("://") + 3);
    }

    private String ref() throws MalformedProvenanceException {
        Optional<String> tag = facts.variable("CIRCLE_TAG").map(name -> "refs/tags/" + name);
        // A pull request from a fork is the branch pull/NUMBER, in the token as well.
        Optional<String> branch = facts.variable("CIRCLE_BRANCH").map(name -> "refs/heads/" + name);
        Optional<String> named = tag.or(() -> branch);
        if (!facts.proven()) {
            return named.orElseThrow(() -> new MalformedProvenanceException(
                    "environment variables CIRCLE_TAG and CIRCLE_BRANCH name neither tag nor branch"));
        }
        String ref = facts.requiredClaim(CLAIM + "vcs-ref");
        if (!ref.startsWith("refs/")) {
            throw new MalformedProvenanceException("token claim " + CLAIM + "vcs-ref is not a full git ref: " + ref);
        }
        Facts.agree("token claim " + CLAIM + "vcs-ref", Optional.of(ref), "the environment's ref", named);
        return ref;
    }

    private void checkSubject(String project, String repository, String ref) throws MalformedProvenanceException {
        Matcher subject = SUBJECT.matcher(facts.claim("sub").orElse(""));
        if (!facts.proven() || !subject.matches()) {
            return;
        }
        Optional<String> organization = facts.claim("iss")
                .filter(issuer -> issuer.contains("/org/"))
                .map(issuer -> issuer.substring(issuer.lastIndexOf('/') + 1));
        Facts.agree("token claim iss", organization, "that of sub", Optional.of(subject.group(1)));
        Facts.agree("the project", Optional.of(project), "that of token claim sub", Optional.of(subject.group(2)));
        String subjects = "that of token claim sub";
        Facts.agree("the repository", Optional.of(repository), subjects, Optional.ofNullable(subject.group(3)));
        Facts.agree("the ref", Optional.of(ref), subjects, Optional.ofNullable(subject.group(4)));
    }
}
