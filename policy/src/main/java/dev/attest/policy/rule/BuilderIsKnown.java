package dev.attest.policy.rule;

import dev.attest.intoto.PredicateType;
import dev.attest.policy.Case;
import dev.attest.policy.Evidence;
import dev.attest.policy.Finding;
import dev.attest.policy.Rule;
import dev.attest.provenance.BuildTypes;
import dev.attest.provenance.MalformedProvenanceException;
import dev.attest.provenance.Provenance;
import dev.attest.signing.AcceptedIdentity;
import java.util.List;

/**
 * Signer and builder are a pair that is known (SLSA: "consumers MUST accept only specific signer-builder pairs"): GitHub's
 * issuer with a builder at GitHub, the local Sigstore with the local builder.
 */
public record BuilderIsKnown() implements Rule {
    /** The one issuer of every local Sigstore; it counts only where its trusted root was named. */
    private static final String LOCAL_ISSUER = "https://local.attest.invalid";

    @Override
    public String id() {
        return "builder-known";
    }

    @Override
    public List<Finding> judge(Case subject) {
        List<Evidence.Accepted> evidence = subject.newestOfEach(PredicateType.PROVENANCE);
        if (evidence.isEmpty()) {
            return List.of(Finding.fails(
                    id(), "there is no accepted provenance to name a builder", "sign the image with `attest sign`"));
        }
        return evidence.stream().map(this::finding).toList();
    }

    private Finding finding(Evidence.Accepted evidence) {
        if (evidence.verified().isSignedByKey()) {
            return Finding.fails(
                    id(), "the provenance is signed by a key, which vouches for no builder", SignerClaims.SIGN_KEYLESS);
        }
        String issuer = evidence.verified().signer().issuer();
        String builder;
        try {
            builder = Provenance.read(evidence.verified().statement().predicate())
                    .runDetails()
                    .builder()
                    .id();
        } catch (MalformedProvenanceException e) {
            return Finding.fails(id(), "the provenance cannot be read: " + e.getMessage(), "build and sign again");
        }
        return isKnown(issuer, builder)
                ? Finding.holds(id(), "built by " + builder)
                : Finding.fails(
                        id(),
                        "not a builder known for this signer: " + (builder.isEmpty() ? "none named" : builder)
                                + ", signed through " + issuer,
                        "build where the signer's own CI vouches for the builder");
    }

    static boolean isKnown(String issuer, String builder) {
        return switch (issuer) {
            case AcceptedIdentity.GitHub.ISSUER -> builder.startsWith("https://github.com/");
            case LOCAL_ISSUER -> builder.equals(BuildTypes.LOCAL_BUILDER);
            default -> false;
        };
    }
}
