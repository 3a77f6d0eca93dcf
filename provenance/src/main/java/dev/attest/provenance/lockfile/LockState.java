package dev.attest.provenance.lockfile;

import java.util.Arrays;
import java.util.Optional;

/** What can be proven of a manifest and its lock file. */
public enum LockState {
    /** The lock file names all that the manifest asks for. */
    LOCKED("locked"),
    /** There is no lock file for the manifest. */
    MISSING("missing"),
    /** The lock file was not made from this manifest. */
    OUT_OF_STEP("out-of-step"),
    /** There is a lock file, and its form does not tell. */
    UNKNOWN("unknown");

    private final String word;

    LockState(String word) {
        this.word = word;
    }

    /** The word that stands in provenance. */
    public String word() {
        return word;
    }

    /** The state with this word. */
    static Optional<LockState> of(String word) {
        return Arrays.stream(values()).filter(state -> state.word.equals(word)).findFirst();
    }
}
