package dev.attest.signing.tuf;

import dev.attest.signing.tuf.metadata.Metadata;
import java.time.Duration;
import java.time.Instant;

/** Which state of a repository is used: the version and expiry of each top-level role, and when it was last checked. */
public record TufState(Role root, Role timestamp, Role snapshot, Role targets, Instant checked) {
    /** One role's file. */
    public record Role(long version, Instant expires) {
        static Role of(Metadata metadata) {
            return new Role(metadata.version(), metadata.expires());
        }
    }

    /** How long ago the repository last confirmed this state. */
    public Duration age(Instant now) {
        return Duration.between(checked, now);
    }
}
