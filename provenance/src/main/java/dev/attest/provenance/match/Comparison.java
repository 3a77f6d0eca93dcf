package dev.attest.provenance.match;

import com.fasterxml.jackson.databind.JsonNode;
import dev.attest.intoto.ResourceDescriptor;
import dev.attest.json.JsonObject;
import dev.attest.provenance.Provenance;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One predicate beside one certificate, and what was found so far to differ. */
final class Comparison {
    static final String EXTERNAL = "buildDefinition.externalParameters.";
    static final String INTERNAL = "buildDefinition.internalParameters.";
    static final String DEPENDENCIES = "buildDefinition.resolvedDependencies";
    static final String BUILDER = "runDetails.builder.id";
    static final String INVOCATION = "runDetails.metadata.invocationId";

    private final Provenance provenance;
    private final BuildClaims claims;
    private final List<Mismatch> mismatches = new ArrayList<>();
    private final List<String> unproven = new ArrayList<>();

    Comparison(Provenance provenance, BuildClaims claims) {
        this.provenance = provenance;
        this.claims = claims;
    }

    Provenance provenance() {
        return provenance;
    }

    BuildClaims claims() {
        return claims;
    }

    List<Mismatch> mismatches() {
        return mismatches;
    }

    List<String> unproven() {
        return unproven;
    }

    /** What the predicate says here must be what this claim says, and both must say something. */
    void compare(String field, Optional<String> predicate, BuildClaim claim) {
        compare(field, predicate, claims.get(claim));
    }

    void compare(String field, Optional<String> predicate, Optional<String> certificate) {
        if (predicate.isEmpty() || !predicate.equals(certificate)) {
            mismatch(field, predicate, certificate);
        }
    }

    /** The same where the build type lets the field be absent: then nothing was said that could be false. */
    void compareIfSaid(String field, Optional<String> predicate, Optional<String> certificate) {
        if (predicate.isPresent()) {
            compare(field, predicate, certificate);
        }
    }

    void mismatch(String field, Optional<String> predicate, Optional<String> certificate) {
        mismatches.add(new Mismatch(field, predicate, certificate));
    }

    /** The predicate says something that this platform's certificates never bear out. */
    void differs(String field, Optional<String> predicate) {
        mismatch(field, predicate, Optional.empty());
    }

    void cannotProve(String... facts) {
        unproven.addAll(List.of(facts));
    }

    Optional<String> builder() {
        return Optional.of(provenance.runDetails().builder().id());
    }

    Optional<String> invocation() {
        return provenance.runDetails().metadata().invocationId();
    }

    /** An external parameter by its names from the outside in; one that is no text says nothing that could be equal. */
    Optional<String> external(String... names) {
        return text(provenance.buildDefinition().externalParameters(), names);
    }

    Optional<String> internal(String... names) {
        return text(provenance.buildDefinition().internalParameters(), names);
    }

    /**
     * The source must be among the dependencies under this URI, with the certificate's commit, and with no other.
     *
     * @param algorithm how this build type names a commit's digest, such as {@code gitCommit}
     */
    void source(Optional<String> uri, String algorithm) {
        boolean found = false;
        for (ResourceDescriptor dependency : provenance.buildDefinition().resolvedDependencies()) {
            if (uri.isPresent() && dependency.uri().equals(uri)) {
                compare(
                        DEPENDENCIES + ".digest." + algorithm,
                        Optional.ofNullable(dependency.digest().get(algorithm)),
                        BuildClaim.SOURCE_REPOSITORY_DIGEST);
                found = true;
            }
        }
        if (!found) {
            String commit = claims.get(BuildClaim.SOURCE_REPOSITORY_DIGEST).orElse("");
            mismatch(DEPENDENCIES, Optional.empty(), uri.map(it -> it + " " + commit));
        }
    }

    /** The source with its ref, as {@code git+} URI, by the certificate. */
    Optional<String> certifiedSource() {
        return claims.get(BuildClaim.SOURCE_REPOSITORY_URI)
                .flatMap(repository ->
                        claims.get(BuildClaim.SOURCE_REPOSITORY_REF).map(ref -> "git+" + repository + "@" + ref));
    }

    private static Optional<String> text(JsonObject parameters, String... names) {
        JsonNode node = parameters.node();
        for (String name : names) {
            node = node.path(name);
        }
        return node.isTextual() ? Optional.of(node.textValue()) : Optional.empty();
    }
}
