package dev.attest.provenance.ci;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
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
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * A step of a Google Cloud Build (docs/buildtypes/google-cloud-build.md). A service account's token tells nothing of the
 * build: every fact is the environment's, and the builder is never Google.
 */
final class GoogleCloudBuild implements ProvenanceSource {
    /** Who issues the tokens of service accounts. */
    static final String ISSUER = "https://accounts.google.com";

    private static final List<String> SYSTEM = List.of(
            "BRANCH_NAME",
            "BUILD_ID",
            "COMMIT_SHA",
            "LOCATION",
            "PROJECT_ID",
            "PROJECT_NUMBER",
            "REF_NAME",
            "REPO_FULL_NAME",
            "REPO_NAME",
            "SERVICE_ACCOUNT_EMAIL",
            "SHORT_SHA",
            "TAG_NAME",
            "TRIGGER_NAME");
    private static final Pattern SUBSTITUTION = Pattern.compile("_[A-Z][A-Z0-9_]{0,99}");
    private static final int MAX_SUBSTITUTIONS = 200;

    private final Facts facts;
    private final Map<String, String> claims;
    private final BuildContext context;

    /** @param claims of the service account, if there is a token */
    GoogleCloudBuild(Map<String, String> claims, BuildContext context) {
        this.facts = new Facts(Map.of(), context.environment());
        this.claims = claims;
        this.context = context;
    }

    /** Whether this is the environment of a build that hands its substitutions on. */
    static boolean isPresent(Map<String, String> environment) {
        return environment.getOrDefault("BUILD_ID", "").matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
                && environment.containsKey("PROJECT_ID")
                && (environment.containsKey("BUILDER_OUTPUT") || environment.containsKey("PROJECT_NUMBER"));
    }

    @Override
    public String name() {
        return BuildSystem.GOOGLE_CLOUD_BUILD.shortName();
    }

    @Override
    public Provenance provenance() throws IOException, MalformedProvenanceException {
        Facts.agree(
                "token claim email",
                Optional.ofNullable(claims.get("email")),
                "environment variable SERVICE_ACCOUNT_EMAIL",
                facts.variable("SERVICE_ACCOUNT_EMAIL"));
        GitCommit commit = GitCommit.parse(text("COMMIT_SHA"), "environment variable COMMIT_SHA");
        String repository = repository();
        String ref = ref(commit);
        ObjectNode external = StrictJson.object();
        ObjectNode config =
                external.putObject("buildConfigSource").put("ref", ref).put("repository", repository);
        facts.variable("TRIGGER_BUILD_CONFIG_PATH")
                .ifPresentOrElse(path -> config.put("path", path), () -> config.put("pathAutoDetect", true));
        ObjectNode substitutions = substitutions();
        if (!substitutions.isEmpty()) {
            external.set("substitutions", substitutions);
        }
        ObjectNode internal = StrictJson.object();
        ObjectNode system = internal.putObject("systemSubstitutions");
        for (String name : SYSTEM) {
            facts.variable(name).ifPresent(value -> system.put(name, value));
        }
        String invocation = "https://cloudbuild.googleapis.com/v1/projects/" + text("PROJECT_ID") + "/locations/"
                + text("LOCATION") + "/builds/" + text("BUILD_ID");
        return new Provenance(
                BuildDefinition.of(
                        BuildTypes.GOOGLE_CLOUD_BUILD,
                        external,
                        facts.marked(internal),
                        List.of(commit.resource(Optional.of(repository + "@" + ref)))),
                context.times().run(BuildTypes.GOOGLE_CLOUD_BUILD_STEP, Optional.of(invocation)));
    }

    private String text(String variable) throws MalformedProvenanceException {
        return facts.variable(variable)
                .orElseThrow(() -> new MalformedProvenanceException("environment variable " + variable
                        + " is missing: give the build \"options: {automapSubstitutions: true}\""));
    }

    /** Cloud Build names the repository without its host, which the work tree knows. */
    private String repository() throws IOException, MalformedProvenanceException {
        Optional<String> remote = context.workTree().isPresent()
                ? GitWorkTree.read(context.workTree().get()).repository()
                : Optional.empty();
        String repository = remote.filter(uri -> uri.startsWith("git+https://"))
                .orElseThrow(() -> new MalformedProvenanceException("the repository is not known: there is no git work"
                        + " tree with an https remote \"origin\" (Cloud Build does not name the repository's host)"));
        Optional<String> name = facts.variable("REPO_FULL_NAME");
        if (name.isPresent() && !repository.endsWith("/" + name.get())) {
            throw new MalformedProvenanceException("environment variable REPO_FULL_NAME is " + name.get()
                    + ", but the work tree's remote is " + repository);
        }
        return repository;
    }

    private String ref(GitCommit commit) throws MalformedProvenanceException {
        Optional<String> tag = facts.variable("TAG_NAME").map(name -> "refs/tags/" + name);
        Optional<String> branch = facts.variable("BRANCH_NAME").map(name -> "refs/heads/" + name);
        return tag.or(() -> branch).orElse(commit.id());
    }

    private ObjectNode substitutions() throws MalformedProvenanceException {
        ObjectNode substitutions = StrictJson.object();
        for (String name : new TreeSet<>(context.environment().keySet())) {
            if (SUBSTITUTION.matcher(name).matches()) {
                if (substitutions.size() == MAX_SUBSTITUTIONS) {
                    throw new MalformedProvenanceException("more than " + MAX_SUBSTITUTIONS + " substitutions");
                }
                String value = facts.variable(name).orElse("");
                substitutions.set(name, Redaction.of(name, TextNode.valueOf(value)));
            }
        }
        return substitutions;
    }
}
