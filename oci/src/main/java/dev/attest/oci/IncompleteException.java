package dev.attest.oci;

import java.io.IOException;
import java.util.List;

/**
 * Some of what was to be attached is not there or not listed; all the rest was gone on with. Attaching the same again
 * completes it, and writes nothing twice.
 */
public final class IncompleteException extends IOException {
    private static final long serialVersionUID = 1L;

    private final transient List<Missing> missing;

    /** {@code missing} names each artifact and subject that failed, the first problem first. */
    public IncompleteException(String place, List<Missing> missing) {
        super(
                place + ": " + missing.size() + " of the artifacts could not be attached: "
                        + missing.get(0).problem().getMessage(),
                missing.get(0).problem());
        this.missing = List.copyOf(missing);
    }

    /** An artifact, by its layer's digest, that is not complete at a subject, and why. */
    public record Missing(Digest subject, Digest layer, Exception problem) {}

    public List<Missing> missing() {
        return missing;
    }
}
