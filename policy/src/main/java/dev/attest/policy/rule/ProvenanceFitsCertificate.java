package dev.attest.policy.rule;

import dev.attest.policy.Case;
import dev.attest.policy.Finding;
import dev.attest.policy.Rule;
import dev.attest.provenance.match.CertificateMatch;
import dev.attest.provenance.match.Mismatch;
import java.util.List;
import java.util.stream.Collectors;

/**
 * No accepted provenance says anything that its signing certificate contradicts, or that it should bear out and does not:
 * a tenant of a CI can write any predicate, but the certificate's claims come from the CI's own token.
 *
 * @param strict whether internal parameters that the build type does not describe are refused too
 */
public record ProvenanceFitsCertificate(boolean strict) implements Rule {
    private static final String REMEDY = "find out who wrote this provenance, and build again";

    /** The rule that lets internal parameters pass which nobody knows, as the specification does. */
    public ProvenanceFitsCertificate() {
        this(false);
    }

    @Override
    public String id() {
        return "provenance-fits-certificate";
    }

    @Override
    public List<Finding> judge(Case subject) {
        return AcceptedProvenance.judge(id(), subject, this::finding);
    }

    private Finding finding(AcceptedProvenance one) {
        if (one.isSignedByKey()) {
            return Finding.fails(
                    id(),
                    "the provenance is signed by a key, so no certificate bears it out",
                    SignerClaims.SIGN_KEYLESS);
        }
        List<String> unknown = one.provenance().unknownParameters();
        if (!unknown.isEmpty()) {
            return Finding.fails(
                    id(), "the provenance has parameters that its build type does not know: " + shown(unknown), REMEDY);
        }
        CertificateMatch match = CertificateMatch.of(one.provenance(), one.claims());
        List<Mismatch> mismatches = strict ? match.strictly() : match.mismatches();
        if (!mismatches.isEmpty()) {
            return Finding.fails(
                    id(), mismatches.stream().map(Mismatch::reason).collect(Collectors.joining("; ")), REMEDY);
        }
        return Finding.holds(
                id(),
                match.unproven().isEmpty()
                        ? "the provenance says what the certificate says"
                        : "the certificate contradicts nothing, and cannot bear out "
                                + String.join(", ", match.unproven()));
    }

    /** Names of parameters are whatever the signer wrote. */
    private static String shown(List<String> names) {
        String all = String.join(", ", names).replaceAll("[^ -~]", "?");
        return all.length() > 500 ? all.substring(0, 500) + "…" : all;
    }
}
