package dev.attest.vex.image;

import dev.attest.vex.VexStatement;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;

/** One statement's word about the image, or about one component in it. */
record Claim(VexStatement statement, Optional<String> subcomponent) {
    /** Later counts, then the more cautious; the rest only makes the order total, so that files may come in any order. */
    static final Comparator<Claim> PRECEDENCE = Comparator.comparing(Claim::time)
            .thenComparing(claim -> claim.statement().assessment().status())
            .thenComparing(claim -> claim.statement().toString());

    Instant time() {
        return statement.timestamp().orElse(Instant.MIN);
    }

    boolean says(Claim other) {
        return statement.assessment().equals(other.statement.assessment());
    }

    Specialised.Unused unused(String reason) {
        return new Specialised.Unused(statement.vulnerability().name(), subcomponent.orElse("the image"), reason);
    }
}
