package dev.attest.provenance.match;

import dev.attest.provenance.BuildTypes;
import dev.attest.provenance.Provenance;
import dev.attest.provenance.SourceFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A predicate compared with the certificate that signed it. A tenant can write any predicate, but the certificate's claims
 * come from the CI's own token; every field that has a twin there must be equal to it, and a twin that is missing on
 * either side is a mismatch.
 *
 * @param mismatches the fields that do not agree; with one of them the predicate counts for nothing
 * @param unproven facts of the predicate that no claim of this platform's certificates bears out, such as the commit at
 *     CircleCI: nothing contradicts them, and nobody but the signer says them
 * @param unknownInternals internal parameters that the build type's page does not describe
 */
public record CertificateMatch(List<Mismatch> mismatches, List<String> unproven, List<String> unknownInternals) {
    private static final Set<String> GENERATORS =
            Set.of(BuildTypes.GENERATOR_GO, BuildTypes.GENERATOR_GENERIC, BuildTypes.GENERATOR_CONTAINER);

    public CertificateMatch {
        mismatches = List.copyOf(mismatches);
        unproven = List.copyOf(unproven);
        unknownInternals = List.copyOf(unknownInternals);
    }

    /** Compares all that can be compared. */
    public static CertificateMatch of(Provenance provenance, BuildClaims claims) {
        var comparison = new Comparison(provenance, claims);
        CertificateForms.check(comparison);
        compare(comparison);
        if (comparison.mismatches().isEmpty()) {
            contradictions(comparison);
        }
        return new CertificateMatch(
                comparison.mismatches(), comparison.unproven(), provenance.unknownInternalParameters());
    }

    /** Whatever the build type leaves open: what certificate and predicate both say of the source has to be the same. */
    private static void contradictions(Comparison comparison) {
        SourceFacts said = SourceFacts.of(comparison.provenance());
        BuildClaims claims = comparison.claims();
        differ(
                comparison,
                "the source's repository",
                said.repository(),
                claims.get(BuildClaim.SOURCE_REPOSITORY_URI).map(SourceFacts::repositoryOf));
        differ(comparison, "the source's ref", said.ref(), claims.get(BuildClaim.SOURCE_REPOSITORY_REF));
        differ(comparison, "the source's commit", said.commit(), claims.get(BuildClaim.SOURCE_REPOSITORY_DIGEST));
    }

    private static void differ(
            Comparison comparison, String what, Optional<String> predicate, Optional<String> certificate) {
        if (predicate.isPresent() && certificate.isPresent() && !predicate.equals(certificate)) {
            comparison.mismatch(what, predicate, certificate);
        }
    }

    /** All fields that do not agree; empty when nothing in the certificate contradicts the predicate. */
    public static List<Mismatch> check(Provenance provenance, BuildClaims claims) {
        return of(provenance, claims).mismatches();
    }

    /** The mismatches, and as such also every internal parameter that the build type does not know. */
    public List<Mismatch> strictly() {
        var all = new ArrayList<>(mismatches);
        unknownInternals.forEach(name -> all.add(new Mismatch(
                "buildDefinition.internalParameters." + name,
                Optional.of("something that its build type does not describe"),
                Optional.empty())));
        return List.copyOf(all);
    }

    private static void compare(Comparison comparison) {
        String buildType = comparison.provenance().buildDefinition().buildType();
        if (buildType.equals(BuildTypes.GITHUB_WORKFLOW) || buildType.equals(BuildTypes.GITHUB_WORKFLOW_COMMUNITY)) {
            new GitHubTwins(comparison).compare();
        } else if (GENERATORS.contains(buildType)
                || buildType.equals(BuildTypes.GENERATOR_DELEGATOR)
                || buildType.equals(BuildTypes.GENERATOR_CONTAINER_BASED)
                || buildType.equals(BuildTypes.NPM)) {
            new GeneratorTwins(comparison).compare();
        } else if (BuildTypes.isGitLabRunner(buildType) || buildType.equals(BuildTypes.GITLAB_CONTROL_PLANE)) {
            new GitLabRunnerTwins(comparison).compare();
        } else if (buildType.equals(BuildTypes.BUILDKIT) || buildType.equals(BuildTypes.BUILDKIT_V02)) {
            new BuildKitTwins(comparison).compare();
        } else if (buildType.equals(BuildTypes.LOCAL)) {
            local(comparison);
        } else if (AttestTwins.knows(buildType)) {
            new AttestTwins(comparison).compare();
        } else if (BuildTypes.isKnown(buildType)) {
            unspoken(comparison);
        } else {
            comparison.differs("buildDefinition.buildType", Optional.of(buildType + ", which has no rules here"));
        }
    }

    /**
     * A person's certificate has no twins for a local build, which proves nothing. A certificate that was given to a CI
     * build never goes with it, or else a forger could leave all comparisons out by naming this build type.
     */
    private static void local(Comparison comparison) {
        unspoken(comparison);
        String builder = comparison.provenance().runDetails().builder().id();
        if (!builder.equals(BuildTypes.LOCAL_BUILDER)) {
            comparison.differs("runDetails.builder.id", Optional.of(builder));
        }
    }

    /** Platforms whose signers' certificates say nothing of a build: Tekton's, Jenkins', Google's. */
    static void unspoken(Comparison comparison) {
        if (comparison.claims().ofBuild()) {
            comparison.mismatch(
                    "buildDefinition.buildType",
                    Optional.of(comparison.provenance().buildDefinition().buildType()),
                    comparison.claims().get(BuildClaim.BUILD_SIGNER_URI).or(() -> Optional.of("another platform")));
        }
        comparison.cannotProve("the builder", "the source's repository", "the source's commit", "the source's ref");
    }
}
