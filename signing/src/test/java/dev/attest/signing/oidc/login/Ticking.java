package dev.attest.signing.oidc.login;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** A clock that only sleeping moves. */
final class Ticking extends Clock {
    final List<Duration> pauses = new ArrayList<>();
    private Instant now = Instant.parse("2026-11-21T10:00:00Z");

    void sleep(Duration pause) {
        pauses.add(pause);
        now = now.plus(pause);
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
