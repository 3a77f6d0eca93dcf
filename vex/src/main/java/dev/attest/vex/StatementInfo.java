package dev.attest.vex;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/** What a statement says of itself. */
public record StatementInfo(
        Optional<String> id, OptionalLong version, Optional<Instant> lastUpdated, Optional<String> supplier) {
    /** Nothing. */
    public static final StatementInfo NONE =
            new StatementInfo(Optional.empty(), OptionalLong.empty(), Optional.empty(), Optional.empty());
}
