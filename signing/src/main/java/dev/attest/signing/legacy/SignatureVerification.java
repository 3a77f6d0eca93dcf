package dev.attest.signing.legacy;

import dev.attest.signing.Rejected;
import dev.attest.signing.Verified;

/** What became of a legacy signature. */
public sealed interface SignatureVerification {
    /**
     * By an accepted signer, and over the digest that was asked about. Nobody stated anything more: there is no Statement.
     *
     * @param verified who signed and when
     * @param payload what was signed
     */
    record Accepted(Verified verified, SimpleSigning payload) implements SignatureVerification {}

    /** Not accepted, and by which check. */
    record Refused(Rejected rejected) implements SignatureVerification {}
}
