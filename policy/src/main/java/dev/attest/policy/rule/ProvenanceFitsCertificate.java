package dev.attest.policy.rule;

import dev.attest.intoto.PredicateType;
import dev.attest.policy.Case;
import dev.attest.policy.Evidence;
import dev.attest.policy.Finding;
import dev.attest.policy.Rule;
import dev.attest.provenance.MalformedProvenanceException;
import dev.attest.provenance.Provenance;
import dev.attest.provenance.match.CertificateMatch;
import dev.attest.provenance.match.Mismatch;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The provenance says nothing that the signing certificate does not bear out: a tenant of a CI can write any predicate,
 * but the certificate's claims come from the CI's own token.
 */
public record ProvenanceFitsCertificate() implements Rule {
    @Override
    public String id() {
        return "provenance-fits-certificate";
    }

    @Override
    public List<Finding> judge(Case subject) {
        List<Evidence.Accepted> evidence = subject.newestOfEach(PredicateType.PROVENANCE);
        if (evidence.isEmpty()) {
            return List.of(Finding.fails(
                    id(), "there is no accepted provenance to compare", "sign the image with `attest sign`"));
        }
        return evidence.stream().map(this::finding).toList();
    }

    private Finding finding(Evidence.Accepted evidence) {
        if (evidence.verified().isSignedByKey()) {
            return Finding.fails(
                    id(),
                    "the provenance is signed by a key, so no certificate bears it out",
                    SignerClaims.SIGN_KEYLESS);
        }
        try {
            Provenance provenance =
                    Provenance.read(evidence.verified().statement().predicate());
            List<String> unknown = provenance.unknownParameters();
            if (!unknown.isEmpty()) {
                return Finding.fails(
                        id(),
                        "the provenance has parameters that its build type does not know: "
                                + String.join(", ", unknown),
                        "find out who wrote this provenance, and build again");
            }
            List<Mismatch> mismatches = CertificateMatch.check(
                    provenance, SignerClaims.of(evidence.verified().signer()));
            return mismatches.isEmpty()
                    ? Finding.holds(id(), "the provenance says what the certificate says")
                    : Finding.fails(
                            id(),
                            mismatches.stream().map(Mismatch::reason).collect(Collectors.joining("; ")),
                            "find out who wrote this provenance, and build again");
        } catch (MalformedProvenanceException e) {
            return Finding.fails(id(), "the provenance cannot be read: " + e.getMessage(), "build and sign again");
        }
    }
}
