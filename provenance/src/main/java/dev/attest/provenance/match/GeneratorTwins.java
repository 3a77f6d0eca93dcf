package dev.attest.provenance.match;

import static dev.attest.provenance.match.Comparison.BUILDER;
import static dev.attest.provenance.match.Comparison.EXTERNAL;
import static dev.attest.provenance.match.Comparison.INTERNAL;
import static dev.attest.provenance.match.Comparison.INVOCATION;

import com.fasterxml.jackson.databind.JsonNode;
import dev.attest.provenance.BuildTypes;
import dev.attest.provenance.Glob;
import dev.attest.provenance.SelfAssessment;
import java.util.Locale;
import java.util.Optional;

/**
 * GitHub Actions by slsa-github-generator and by npm's older command line: the config source with the commit as SHA-1, and
 * the workflow's environment by the names of its variables, in either case.
 */
final class GeneratorTwins {
    private static final String RUNNER = "https://github.com/actions/runner";
    private static final Glob DELEGATOR = new Glob("https://github.com/slsa-framework/slsa-github-generator/.github/"
            + "workflows/delegator_*generic_slsa3.yml@refs/tags/v*");

    private final Comparison comparison;
    private final boolean v1;

    GeneratorTwins(Comparison comparison) {
        this.comparison = comparison;
        this.v1 = buildType().equals(BuildTypes.GENERATOR_CONTAINER_BASED);
    }

    void compare() {
        builder();
        String source = v1 ? "source" : "configSource";
        Optional<String> uri = comparison.certifiedSource();
        comparison.compare(EXTERNAL + source + ".uri", comparison.external(source, "uri"), uri);
        comparison.compare(
                EXTERNAL + source + ".digest.sha1",
                comparison.external(source, "digest", "sha1"),
                BuildClaim.SOURCE_REPOSITORY_DIGEST);
        if (!v1) {
            comparison.compare(EXTERNAL + "configSource.entryPoint", comparison.external(source, "entryPoint"), path());
        }
        comparison.source(uri, "sha1");
        comparison.compare(INVOCATION, comparison.invocation(), v1 ? run() : run().map(GeneratorTwins::numbers));
        environment();
    }

    private void builder() {
        Optional<String> builder = comparison.builder();
        if (buildType().equals(BuildTypes.NPM)) {
            npm();
        } else if (buildType().equals(BuildTypes.GENERATOR_DELEGATOR)) {
            // The delegator is the one who signs, and names the workflow that it called as the builder.
            Optional<String> signer = comparison.claims().get(BuildClaim.BUILD_SIGNER_URI);
            if (signer.filter(DELEGATOR::matches).isEmpty()) {
                comparison.mismatch(BUILDER, builder, signer);
            }
        } else {
            comparison.compare(BUILDER, builder, BuildClaim.BUILD_SIGNER_URI);
        }
    }

    /** The workflow writes all of it itself, so that a claim to be complete or reproducible is worth nothing. */
    private void npm() {
        Optional<String> builder = comparison.builder();
        Optional<String> runner = comparison.claims().get(BuildClaim.RUNNER_ENVIRONMENT);
        boolean unnamed = builder.equals(Optional.of(RUNNER)) && runner.equals(Optional.of("github-hosted"));
        if (!unnamed) {
            comparison.compare(BUILDER, builder, runner.map(kind -> RUNNER + "/" + kind));
        }
        if (!comparison.provenance().selfAssessment().equals(SelfAssessment.NONE)) {
            comparison.differs("metadata.completeness", Optional.of("that something is complete or reproducible"));
        }
    }

    private void environment() {
        JsonNode internal =
                comparison.provenance().buildDefinition().internalParameters().node();
        JsonNode environment = v1 ? internal : internal.path("environment");
        for (var variable : environment.properties()) {
            String name = variable.getKey().toUpperCase(Locale.ROOT);
            Optional<Optional<String>> twin = twin(name);
            if (twin.isPresent()) {
                Optional<String> said = Optional.of(variable.getValue())
                        .filter(JsonNode::isTextual)
                        .map(JsonNode::textValue);
                comparison.compare(INTERNAL + variable.getKey(), said, twin.get());
            }
        }
    }

    /** What the certificate says of this variable; nothing at all where no certificate speaks of it. */
    private Optional<Optional<String>> twin(String variable) {
        BuildClaims claims = comparison.claims();
        return switch (variable) {
            case "GITHUB_EVENT_NAME" -> Optional.of(claims.get(BuildClaim.BUILD_TRIGGER));
            case "GITHUB_REF" -> Optional.of(claims.get(BuildClaim.SOURCE_REPOSITORY_REF));
            case "GITHUB_REPOSITORY" ->
                Optional.of(claims.get(BuildClaim.SOURCE_REPOSITORY_URI).map(GeneratorTwins::withoutHost));
            case "GITHUB_REPOSITORY_OWNER" ->
                Optional.of(claims.get(BuildClaim.SOURCE_REPOSITORY_OWNER_URI).map(GeneratorTwins::withoutHost));
            case "GITHUB_REPOSITORY_ID" -> Optional.of(claims.get(BuildClaim.SOURCE_REPOSITORY_IDENTIFIER));
            case "GITHUB_REPOSITORY_OWNER_ID" -> Optional.of(claims.get(BuildClaim.SOURCE_REPOSITORY_OWNER_IDENTIFIER));
            case "GITHUB_SHA", "GITHUB_SHA1" -> Optional.of(claims.get(BuildClaim.SOURCE_REPOSITORY_DIGEST));
            case "GITHUB_WORKFLOW_REF" ->
                Optional.of(claims.get(BuildClaim.BUILD_CONFIG_URI).map(GeneratorTwins::withoutHost));
            case "GITHUB_WORKFLOW_SHA" -> Optional.of(claims.get(BuildClaim.BUILD_CONFIG_DIGEST));
            case "GITHUB_RUN_ID" ->
                Optional.of(run().map(GeneratorTwins::numbers).map(numbers -> numbers.split("-", 2)[0]));
            case "GITHUB_RUN_ATTEMPT" ->
                Optional.of(run().map(GeneratorTwins::numbers).map(numbers -> numbers.split("-", 2)[1]));
            default -> Optional.empty();
        };
    }

    private Optional<String> run() {
        return comparison.claims().get(BuildClaim.RUN_INVOCATION_URI);
    }

    /** The workflow's path inside the source repository. */
    private Optional<String> path() {
        String repository =
                comparison.claims().get(BuildClaim.SOURCE_REPOSITORY_URI).orElse("") + "/";
        return comparison
                .claims()
                .get(BuildClaim.BUILD_CONFIG_URI)
                .filter(uri -> uri.startsWith(repository) && uri.indexOf('@') > repository.length())
                .map(uri -> uri.substring(repository.length(), uri.lastIndexOf('@')));
    }

    /** {@code …/actions/runs/7/attempts/1} as {@code 7-1}. */
    private static String numbers(String run) {
        String[] parts = run.split("/");
        return parts.length < 3 ? run + "-" : parts[parts.length - 3] + "-" + parts[parts.length - 1];
    }

    private static String withoutHost(String uri) {
        return uri.startsWith("https://github.com/") ? uri.substring("https://github.com/".length()) : uri;
    }

    private String buildType() {
        return comparison.provenance().buildDefinition().buildType();
    }
}
