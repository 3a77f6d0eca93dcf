package dev.attest.signing.der;

/** Bytes that are not the DER their reader expects. */
public final class MalformedDerException extends Exception {
    private static final long serialVersionUID = 1L;

    public MalformedDerException(String message) {
        super(message);
    }
}
