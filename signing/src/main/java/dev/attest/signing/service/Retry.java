package dev.attest.signing.service;

import java.time.Duration;
import java.util.Optional;

/**
 * How often and how patiently a failing service is asked again: {@code attempts} in all, with pauses of {@code first},
 * twice that, and so on, never more than {@code longest}.
 */
public record Retry(int attempts, Duration first, Duration longest, Sleeper sleeper) {
    /** Waits; passed in so that tests do not. */
    public interface Sleeper {
        void sleep(Duration pause) throws InterruptedException;
    }

    public Retry {
        if (attempts < 1 || attempts > 10 || first.isNegative() || longest.compareTo(first) < 0) {
            throw new IllegalArgumentException("1 to 10 attempts, and pauses that grow");
        }
    }

    /** Three attempts with a second and two between them; a service that asks for more than a minute is given up. */
    public static Retry standard() {
        return new Retry(3, Duration.ofSeconds(1), Duration.ofSeconds(60), pause -> Thread.sleep(pause.toMillis()));
    }

    /**
     * How long to wait after the attempt of this number (from 1), or empty when it was the last one or the service asks
     * for more patience (Retry-After) than there is.
     */
    Optional<Duration> pauseAfter(int attempt, Optional<Duration> asked) {
        if (attempt >= attempts) {
            return Optional.empty();
        }
        Duration grown = first.multipliedBy(1L << (attempt - 1));
        Duration pause = grown.compareTo(longest) > 0 ? longest : grown;
        if (asked.isEmpty() || asked.get().compareTo(pause) <= 0) {
            return Optional.of(pause);
        }
        return asked.filter(wait -> wait.compareTo(longest) <= 0);
    }
}
