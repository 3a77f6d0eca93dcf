package dev.attest.oci;

import java.time.Duration;

/** Waits between tries; tests pass one that does not. */
@FunctionalInterface
public interface Sleeper {
    void sleep(Duration duration) throws InterruptedException;
}
