package dev.attest.provenance.match;

import static dev.attest.provenance.match.Comparison.BUILDER;
import static dev.attest.provenance.match.Comparison.DEPENDENCIES;
import static dev.attest.provenance.match.Comparison.EXTERNAL;
import static dev.attest.provenance.match.Comparison.INTERNAL;
import static dev.attest.provenance.match.Comparison.INVOCATION;

import dev.attest.intoto.ResourceDescriptor;
import dev.attest.provenance.BuildTypes;
import java.util.Optional;

/** attest's own build types (docs/buildtypes): each page names the claim that a field has as its twin. */
final class AttestTwins {
    private final Comparison comparison;
    private final Optional<String> subject;

    AttestTwins(Comparison comparison) {
        this.comparison = comparison;
        this.subject = Optional.of(comparison.claims().subject()).filter(text -> !text.isEmpty());
    }

    static boolean knows(String buildType) {
        return buildType.equals(BuildTypes.GITLAB)
                || buildType.equals(BuildTypes.CIRCLECI)
                || buildType.equals(BuildTypes.BUILDKITE)
                || buildType.equals(BuildTypes.JENKINS);
    }

    void compare() {
        // On each of these platforms the certificate's subject is who built.
        comparison.compare(BUILDER, comparison.builder(), subject);
        switch (comparison.provenance().buildDefinition().buildType()) {
            case BuildTypes.GITLAB -> gitlab();
            case BuildTypes.CIRCLECI -> circleci();
            case BuildTypes.BUILDKITE -> buildkite();
            default -> jenkins();
        }
    }

    private void gitlab() {
        Optional<String> repository = comparison.external("source", "repository");
        comparison.compare(BUILDER, comparison.builder(), BuildClaim.BUILD_SIGNER_URI);
        comparison.compare(EXTERNAL + "source.repository", repository, BuildClaim.SOURCE_REPOSITORY_URI);
        comparison.compare(
                EXTERNAL + "source.ref", comparison.external("source", "ref"), BuildClaim.SOURCE_REPOSITORY_REF);
        // The configuration's path stands behind two slashes.
        Optional<String> config = comparison
                .external("config", "path")
                .map(path -> comparison.external("config", "repository").orElse("") + "//" + path + "@"
                        + comparison.external("config", "ref").orElse(""));
        comparison.compare(EXTERNAL + "config", config, BuildClaim.BUILD_CONFIG_URI);
        comparison.source(comparison.certifiedSource(), "gitCommit");
        comparison.compare(INVOCATION, comparison.invocation(), BuildClaim.RUN_INVOCATION_URI);
        internal("gitlab", "pipeline_source", BuildClaim.BUILD_TRIGGER);
        internal("gitlab", "project_id", BuildClaim.SOURCE_REPOSITORY_IDENTIFIER);
        internal("gitlab", "namespace_id", BuildClaim.SOURCE_REPOSITORY_OWNER_IDENTIFIER);
        internal("gitlab", "runner_environment", BuildClaim.RUNNER_ENVIRONMENT);
        comparison.compareIfSaid(
                INTERNAL + "gitlab.environment",
                comparison.internal("gitlab", "environment"),
                comparison.claims().get(BuildClaim.DEPLOYMENT_ENVIRONMENT));
    }

    private void circleci() {
        comparison.compare(BUILDER, comparison.builder(), BuildClaim.BUILD_SIGNER_URI);
        comparison.compare(
                EXTERNAL + "source.repository",
                comparison.external("source", "repository"),
                BuildClaim.SOURCE_REPOSITORY_URI);
        comparison.compare(
                EXTERNAL + "source.ref", comparison.external("source", "ref"), BuildClaim.SOURCE_REPOSITORY_REF);
        Optional<String> definition = comparison
                .external("pipelineDefinition", "id")
                .map(id -> "https://circleci.com/api/v2/projects/"
                        + comparison.external("pipelineDefinition", "project").orElse("") + "/pipeline-definitions/"
                        + id);
        comparison.compare(EXTERNAL + "pipelineDefinition", definition, BuildClaim.BUILD_SIGNER_URI);
        comparison.compare(INVOCATION, comparison.invocation(), BuildClaim.RUN_INVOCATION_URI);
        comparison.compare(
                INTERNAL + "circleci.pipeline_id",
                comparison
                        .internal("circleci", "pipeline_id")
                        .map(id -> "https://circleci.com/api/v2/pipeline/" + id + "/config"),
                BuildClaim.BUILD_CONFIG_URI);
        // Fulcio's template writes two quotation marks where the job was not run again by hand.
        Optional<String> rerun = comparison
                .internal("circleci", "ssh_rerun")
                .map(text -> text.equals("true") ? "ssh-rerun" : text.equals("false") ? "\"\"" : text);
        comparison.compare(INTERNAL + "circleci.ssh_rerun", rerun, BuildClaim.RUNNER_ENVIRONMENT);
        comparison.cannotProve("the source's commit");
    }

    private void buildkite() {
        comparison.compare(EXTERNAL + "pipeline", comparison.external("pipeline"), subject);
        comparison.compare(INVOCATION, comparison.invocation(), BuildClaim.RUN_INVOCATION_URI);
        internal("buildkite", "build_source", BuildClaim.BUILD_TRIGGER);
        internal("buildkite", "runner_environment", BuildClaim.RUNNER_ENVIRONMENT);
        Optional<ResourceDescriptor> source = comparison.provenance().buildDefinition().resolvedDependencies().stream()
                .findFirst();
        comparison.compare(
                DEPENDENCIES + "[0].digest.gitCommit",
                source.map(it -> it.digest().getOrDefault("gitCommit", "")),
                BuildClaim.SOURCE_REPOSITORY_DIGEST);
        comparison.cannotProve("the source's repository", "the source's ref");
    }

    /** An authority of one's own writes the job's address as the subject and no claims of a build. */
    private void jenkins() {
        CertificateMatch.unspoken(comparison);
        comparison.compare(EXTERNAL + "job", comparison.external("job"), subject);
    }

    private void internal(String platform, String name, BuildClaim claim) {
        comparison.compare(INTERNAL + platform + "." + name, comparison.internal(platform, name), claim);
    }
}
