package dev.attest.policy;

import dev.attest.intoto.PredicateType;
import dev.attest.oci.Digest;
import dev.attest.signing.Verified;
import dev.attest.signing.legacy.SimpleSigning;
import java.util.Map;
import java.util.Optional;

/**
 * One thing that was found attached to an image, and what became of it. {@code referrer} is the digest of the manifest
 * that attaches it.
 */
public sealed interface Evidence {
    Digest referrer();

    /**
     * Verified, by an accepted identity, and about the image or one of its platforms. {@code bundle} is its own digest;
     * {@code signs} is the manifest that a legacy signature is over, which holds no statement.
     */
    record Accepted(Digest referrer, Digest bundle, Verified verified, Optional<Digest> signs) implements Evidence {
        public Accepted {
            if (verified.hasStatement() == signs.isPresent()) {
                throw new IllegalArgumentException("either a statement or the manifest that is signed");
            }
        }

        /** Evidence that holds a statement. */
        public Accepted(Digest referrer, Digest bundle, Verified verified) {
            this(referrer, bundle, verified, Optional.empty());
        }

        /** The statement's; of a legacy signature its media type, which is no predicate type of any rule. */
        public String predicateType() {
            return verified.hasStatement() ? verified.statement().predicateType() : SimpleSigning.MEDIA_TYPE;
        }

        /** The type of its statement, if it holds one and attest knows it. */
        public Optional<PredicateType> type() {
            return verified.hasStatement() ? PredicateType.of(verified.statement()) : Optional.empty();
        }

        /** Whether it is about the manifest with this digest. */
        public boolean isAbout(Digest subject) {
            return verified.hasStatement()
                    ? verified.statement().isAbout(Map.of(subject.algorithm().id(), subject.hex()))
                    : signs.equals(Optional.of(subject));
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
