package dev.attest.vex;

/**
 * Text that is no VEX document, no scan report or no package URL, or that says too little or something else than it has
 * to. The message says where.
 */
public final class MalformedVexException extends Exception {
    private static final long serialVersionUID = 1L;

    public MalformedVexException(String message) {
        super(message);
    }
}
