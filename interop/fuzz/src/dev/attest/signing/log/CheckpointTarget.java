package dev.attest.signing.log;

import dev.attest.signing.refusal.RefusedException;
import java.nio.charset.StandardCharsets;

/** Checkpoints. */
public final class CheckpointTarget {
    private CheckpointTarget() {}

    public static void fuzzerTestOneInput(byte[] input) {
        try {
            Checkpoint.parse(new String(input, StandardCharsets.UTF_8)).origin();
        } catch (RefusedException e) {
            // What malformed input has to end in.
        }
    }
}
