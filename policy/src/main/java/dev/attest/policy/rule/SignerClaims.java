package dev.attest.policy.rule;

import dev.attest.provenance.match.BuildClaim;
import dev.attest.provenance.match.BuildClaims;
import dev.attest.signing.CertificateClaims;
import java.util.EnumMap;

/** The claims of a certificate in the words of provenance. */
final class SignerClaims {
    private SignerClaims() {}

    static BuildClaims of(CertificateClaims signer) {
        var values = new EnumMap<BuildClaim, String>(BuildClaim.class);
        for (BuildClaim claim : BuildClaim.values()) {
            signer.extension(claim.number()).ifPresent(value -> values.put(claim, value));
        }
        return new BuildClaims(values);
    }
}
