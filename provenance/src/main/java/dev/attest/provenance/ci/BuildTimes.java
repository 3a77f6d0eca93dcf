package dev.attest.provenance.ci;

import java.time.Instant;
import java.util.Optional;

/** When a build ran, as far as somebody who knows says so; the clock is never asked, so that bytes can be repeated. */
public record BuildTimes(Optional<Instant> startedOn, Optional<Instant> finishedOn) {
    /** Nobody says. */
    public static final BuildTimes UNKNOWN = new BuildTimes(Optional.empty(), Optional.empty());
}
