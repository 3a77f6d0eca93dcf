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

/**
 * A build of Jenkins (docs/buildtypes/jenkins-v1.md). The token of its plugin <em>OpenID Connect Provider</em> proves job
 * and number; source and commit are always the environment's.
 */
final class Jenkins implements ProvenanceSource {
    private final Facts facts;
    private final BuildContext context;

    Jenkins(Map<String, String> claims, BuildContext context) {
        this.facts = new Facts(claims, context.environment());
        this.context = context;
    }

    /** Whether the Jenkins of this environment issues as {@code issuer}: {@code oidc} below its own address. */
    static boolean issues(String issuer, Map<String, String> environment) {
        return RemoteUrl.page(environment.getOrDefault("JENKINS_URL", ""))
                .filter(server -> issuer.equals(server + "/oidc"))
                .isPresent();
    }

    @Override
    public String name() {
        return BuildSystem.JENKINS.shortName();
    }

    @Override
    public Provenance provenance() throws MalformedProvenanceException {
        String job = job();
        String invocation = job + "/" + facts.text("build_number", "BUILD_NUMBER") + "/";
        Facts.agree(
                "the job's build",
                RemoteUrl.page(invocation),
                "environment variable BUILD_URL",
                facts.variable("BUILD_URL").flatMap(RemoteUrl::page));
        String repository = required("GIT_URL", facts.variable("GIT_URL").flatMap(RemoteUrl::uri));
        Optional<String> change = facts.unproven(Facts.EXTERNAL + "change", "CHANGE_ID");
        Optional<String> ref = change.isPresent() ? Optional.empty() : ref();
        facts.unproven(Facts.EXTERNAL + "source.repository");
        facts.unproven(Facts.COMMIT);
        String sha = required("GIT_COMMIT", facts.variable("GIT_COMMIT"));
        ObjectNode external = StrictJson.object().put("job", job);
        ObjectNode source = external.putObject("source").put("repository", repository);
        ref.ifPresent(value -> source.put("ref", value));
        change.ifPresent(value -> external.put("change", value));
        return new Provenance(
                BuildDefinition.of(
                        BuildTypes.JENKINS,
                        external,
                        facts.marked(StrictJson.object()),
                        List.of(GitCommit.parse(sha, "environment variable GIT_COMMIT")
                                .resource(Optional.of(
                                        repository + ref.map(name -> "@" + name).orElse(""))))),
                context.times().run(job, Optional.of(invocation)));
    }

    private String job() throws MalformedProvenanceException {
        Optional<String> named = facts.variable("JOB_URL").flatMap(RemoteUrl::page);
        if (!facts.proven()) {
            return required("JOB_URL", named);
        }
        Optional<String> subject = facts.claim("sub").flatMap(RemoteUrl::page);
        Facts.agree("token claim sub", subject, "environment variable JOB_URL", named);
        return subject.orElseThrow(
                () -> new MalformedProvenanceException("token claim sub is not the address of a job"));
    }

    private Optional<String> ref() throws MalformedProvenanceException {
        Optional<String> tag = facts.variable("TAG_NAME").map(name -> "refs/tags/" + name);
        Optional<String> branch = facts.variable("BRANCH_NAME").map(name -> "refs/heads/" + name);
        // The git plugin names the branch as its remote does.
        Optional<String> built = facts.variable("GIT_BRANCH")
                .filter(name -> !name.equals("detached"))
                .map(name -> "refs/heads/" + (name.startsWith("origin/") ? name.substring(7) : name));
        Optional<String> ref = tag.or(() -> branch).or(() -> built);
        ref.ifPresent(value -> facts.unproven(Facts.EXTERNAL + "source.ref"));
        return ref;
    }

    private static String required(String variable, Optional<String> value) throws MalformedProvenanceException {
        return value.orElseThrow(() ->
                new MalformedProvenanceException("environment variable " + variable + " is missing or malformed"));
    }
}
