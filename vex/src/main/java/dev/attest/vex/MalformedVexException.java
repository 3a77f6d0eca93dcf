package dev.attest.vex;

/** Text that is no VEX document or no package URL, or a document that says too little. The message says where. */
public final class MalformedVexException extends Exception {
    private static final long serialVersionUID = 1L;

    public MalformedVexException(String message) {
        super(message);
    }
}
