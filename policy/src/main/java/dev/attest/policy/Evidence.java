package dev.attest.policy;

import dev.attest.oci.Digest;
import dev.attest.signing.Verified;

/**
 * One thing that was found attached to an image, and what became of it. {@code referrer} is the digest of the manifest
 * that attaches it.
 */
public sealed interface Evidence {
    Digest referrer();

    /** Verified, by an accepted identity, and about the image or one of its platforms. {@code bundle} is its own digest. */
    record Accepted(Digest referrer, Digest bundle, Verified verified) implements Evidence {
        public String predicateType() {
            return verified.statement().predicateType();
        }

        /** Whether the signer is one of those who were named: the holder of a key, or of a certificate for an identity. */
        boolean isByAcceptedSigner() {
            return verified.isSignedByKey() || verified.matched().isPresent();
        }

        /** Who signed, for people. */
        public String signer() {
            return verified.who();
        }
    }

    /** Left aside, with a stable reason and a sentence for people; it counts for nothing. */
    record Rejected(Digest referrer, String reason, String detail) implements Evidence {}
}
