package dev.attest.provenance.match;

import java.util.Optional;

/**
 * A certificate says some things twice, in the deprecated extensions 1 to 6 and in the newer ones, and the subject once
 * more. An authority that was made to say both would be read differently by readers of either, so both must agree.
 */
final class CertificateForms {
    private static final String GITHUB = "https://github.com/";
    private static final String GITHUB_ISSUER = "https://token.actions.githubusercontent.com";

    private CertificateForms() {}

    static void check(Comparison comparison) {
        pair(comparison, BuildClaim.ISSUER_V1, BuildClaim.ISSUER, "");
        pair(comparison, BuildClaim.WORKFLOW_TRIGGER, BuildClaim.BUILD_TRIGGER, "");
        pair(comparison, BuildClaim.WORKFLOW_SHA, BuildClaim.SOURCE_REPOSITORY_DIGEST, "");
        pair(comparison, BuildClaim.WORKFLOW_REPOSITORY, BuildClaim.SOURCE_REPOSITORY_URI, GITHUB);
        pair(comparison, BuildClaim.WORKFLOW_REF, BuildClaim.SOURCE_REPOSITORY_REF, "");
        BuildClaims claims = comparison.claims();
        Optional<String> signer = claims.get(BuildClaim.BUILD_SIGNER_URI);
        if (signer.isPresent() && !signer.get().equals(claims.subject())) {
            comparison.mismatch("certificate.subject", Optional.of(claims.subject()), signer);
        }
        if (claims.issuer().equals(GITHUB_ISSUER)) {
            // A workflow is read from the commit that it builds.
            pair(comparison, BuildClaim.BUILD_CONFIG_DIGEST, BuildClaim.SOURCE_REPOSITORY_DIGEST, "");
        }
    }

    private static void pair(Comparison comparison, BuildClaim one, BuildClaim other, String prefix) {
        Optional<String> first = comparison.claims().get(one).map(value -> prefix + value);
        Optional<String> second = comparison.claims().get(other);
        if (first.isPresent() && second.isPresent() && !first.equals(second)) {
            comparison.mismatch("certificate." + one + " and " + other, first, second);
        }
    }
}
