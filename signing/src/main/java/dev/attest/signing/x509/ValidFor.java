package dev.attest.signing.x509;

import java.time.Instant;
import java.util.Optional;

/** The time for which a trusted root vouches for a key; both ends belong to it, and without a start there is none. */
public record ValidFor(Optional<Instant> start, Optional<Instant> end) {
    public boolean contains(Instant time) {
        return start.isPresent()
                && !time.isBefore(start.get())
                && end.map(last -> !time.isAfter(last)).orElse(true);
    }

    @Override
    public String toString() {
        return start.map(Instant::toString).orElse("(no start)") + " to "
                + end.map(Instant::toString).orElse("(open)");
    }
}
