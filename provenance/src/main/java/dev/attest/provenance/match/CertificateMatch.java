package dev.attest.provenance.match;

import dev.attest.json.JsonObject;
import dev.attest.json.MalformedJsonException;
import dev.attest.provenance.BuildDefinition;
import dev.attest.provenance.BuildTypes;
import dev.attest.provenance.Provenance;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Compares a predicate with the certificate that signed it. A tenant can write any predicate, but the certificate's
 * claims come from the CI's own token; every field that has a twin there must be equal to it, and a twin that is missing on
 * either side is a mismatch.
 */
public final class CertificateMatch {
    private static final String EXTERNAL = "buildDefinition.externalParameters.";
    private static final String INTERNAL = "buildDefinition.internalParameters.";
    private static final String DEPENDENCIES = "buildDefinition.resolvedDependencies";

    private final Provenance provenance;
    private final BuildClaims claims;
    private final List<Mismatch> mismatches = new ArrayList<>();

    private CertificateMatch(Provenance provenance, BuildClaims claims) {
        this.provenance = provenance;
        this.claims = claims;
    }

    /** All fields that do not agree; empty when the certificate bears the whole predicate out. */
    public static List<Mismatch> check(Provenance provenance, BuildClaims claims) {
        var match = new CertificateMatch(provenance, claims);
        String buildType = provenance.buildDefinition().buildType();
        switch (buildType) {
            case BuildTypes.GITHUB_WORKFLOW, BuildTypes.GITHUB_WORKFLOW_COMMUNITY -> match.github(buildType);
            case BuildTypes.LOCAL -> match.local();
            default ->
                match.mismatches.add(new Mismatch(
                        "buildDefinition.buildType",
                        Optional.of(buildType + ", which has no rules here"),
                        Optional.empty()));
        }
        return List.copyOf(match.mismatches);
    }

    private void github(String buildType) {
        Optional<String> repository = external("repository");
        Optional<String> ref = external("ref");
        equal("runDetails.builder.id", provenance.runDetails().builder().id(), BuildClaim.BUILD_SIGNER_URI);
        compare(EXTERNAL + "workflow.repository", repository, BuildClaim.SOURCE_REPOSITORY_URI);
        compare(EXTERNAL + "workflow.ref", ref, BuildClaim.SOURCE_REPOSITORY_REF);
        Optional<String> config =
                external("path").map(path -> repository.orElse("") + "/" + path + "@" + ref.orElse(""));
        compare(EXTERNAL + "workflow.path", config, BuildClaim.BUILD_CONFIG_URI);
        compare("runDetails.metadata.invocationId", invocation(), BuildClaim.RUN_INVOCATION_URI);
        source();

        compare(INTERNAL + "github.event_name", internal("event_name"), BuildClaim.BUILD_TRIGGER);
        compare(INTERNAL + "github.repository_id", internal("repository_id"), BuildClaim.SOURCE_REPOSITORY_IDENTIFIER);
        compare(
                INTERNAL + "github.repository_owner_id",
                internal("repository_owner_id"),
                BuildClaim.SOURCE_REPOSITORY_OWNER_IDENTIFIER);
        // The community's build type has no such field.
        Optional<String> runner = internal("runner_environment");
        if (buildType.equals(BuildTypes.GITHUB_WORKFLOW) || runner.isPresent()) {
            compare(INTERNAL + "github.runner_environment", runner, BuildClaim.RUNNER_ENVIRONMENT);
        }
    }

    /** The source must be among the dependencies, with the certificate's commit, and with no other. */
    private void source() {
        Optional<String> uri = claims.get(BuildClaim.SOURCE_REPOSITORY_URI)
                .flatMap(repository ->
                        claims.get(BuildClaim.SOURCE_REPOSITORY_REF).map(ref -> "git+" + repository + "@" + ref));
        Optional<String> commit = claims.get(BuildClaim.SOURCE_REPOSITORY_DIGEST);
        boolean found = false;
        for (var dependency : provenance.buildDefinition().resolvedDependencies()) {
            if (uri.isPresent() && dependency.uri().equals(uri)) {
                Optional<String> claimed =
                        Optional.ofNullable(dependency.digest().get("gitCommit"));
                compare(DEPENDENCIES + ".digest.gitCommit", claimed, BuildClaim.SOURCE_REPOSITORY_DIGEST);
                found = true;
            }
        }
        if (!found) {
            mismatches.add(new Mismatch(DEPENDENCIES, Optional.empty(), uri.map(it -> it + " " + commit.orElse(""))));
        }
    }

    /**
     * A person's certificate has no twins for a local build, which proves nothing. A certificate that was given to a CI
     * build never goes with it, or else a forger could leave all comparisons out by naming this build type.
     */
    private void local() {
        if (claims.ofBuild()) {
            mismatches.add(new Mismatch(
                    "buildDefinition.buildType",
                    Optional.of(BuildTypes.LOCAL),
                    claims.get(BuildClaim.BUILD_SIGNER_URI)));
        }
        String builder = provenance.runDetails().builder().id();
        if (!builder.equals(BuildTypes.LOCAL_BUILDER)) {
            mismatches.add(new Mismatch("runDetails.builder.id", Optional.of(builder), Optional.empty()));
        }
    }

    private Optional<String> invocation() {
        return provenance.runDetails().metadata().invocationId();
    }

    private Optional<String> external(String name) {
        return member(definition().externalParameters(), "workflow", name);
    }

    private Optional<String> internal(String name) {
        return member(definition().internalParameters(), "github", name);
    }

    private BuildDefinition definition() {
        return provenance.buildDefinition();
    }

    /** A member that is no text says nothing that could be equal to a claim. */
    private static Optional<String> member(JsonObject json, String object, String name) {
        try {
            Optional<JsonObject> inner = json.optionalObject(object);
            return inner.isPresent() ? inner.get().optionalText(name) : Optional.empty();
        } catch (MalformedJsonException e) {
            return Optional.empty();
        }
    }

    private void equal(String field, String value, BuildClaim claim) {
        compare(field, Optional.of(value), claim);
    }

    private void compare(String field, Optional<String> predicate, BuildClaim claim) {
        Optional<String> certificate = claims.get(claim);
        if (predicate.isEmpty() || !predicate.equals(certificate)) {
            mismatches.add(new Mismatch(field, predicate, certificate));
        }
    }
}
