package dev.attest.provenance;

/** A predicate that is not SLSA provenance, or facts of a build from which none can be made. The message says where. */
public final class MalformedProvenanceException extends Exception {
    private static final long serialVersionUID = 1L;

    public MalformedProvenanceException(String message) {
        super(message);
    }
}
