package dev.attest.policy.rule;

import dev.attest.provenance.match.BuildClaim;
import dev.attest.provenance.match.BuildClaims;
import dev.attest.signing.CertificateClaims;
import dev.attest.signing.Verified;
import java.util.EnumMap;

/** The subject and the claims of a certificate in the words of provenance. */
final class SignerClaims {
    /** What to do about provenance that has no certificate. */
    static final String SIGN_KEYLESS = "sign where the CI's identity is certified, with `attest sign` and no key";

    private SignerClaims() {}

    /** What is known of the signer; nothing of the holder of a bare key. */
    static BuildClaims of(Verified verified) {
        return verified.isSignedByKey() ? BuildClaims.NONE : of(verified.signer());
    }

    private static BuildClaims of(CertificateClaims signer) {
        var values = new EnumMap<BuildClaim, String>(BuildClaim.class);
        for (BuildClaim claim : BuildClaim.values()) {
            signer.extension(claim.number()).ifPresent(value -> values.put(claim, value));
        }
        values.putIfAbsent(BuildClaim.ISSUER, signer.issuer());
        return new BuildClaims(signer.subject(), values);
    }
}
