package dev.attest.signing.key;

/** A public key that cannot be read or is of a kind that is not accepted. */
public final class MalformedKeyException extends Exception {
    private static final long serialVersionUID = 1L;

    public MalformedKeyException(String message) {
        super(message);
    }
}
