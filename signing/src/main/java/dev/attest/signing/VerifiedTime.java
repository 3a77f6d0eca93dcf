package dev.attest.signing;

import java.time.Instant;

/** A time at which the signature existed, asserted by an authority or a log of the trusted root. */
public record VerifiedTime(Instant time, Source source) {
    /** Who asserted it. */
    public enum Source {
        /** The log's signed entry timestamp (Rekor v1). */
        TRANSPARENCY_LOG,
        /** An RFC 3161 timestamp over the signature. */
        TIMESTAMP_AUTHORITY
    }
}
