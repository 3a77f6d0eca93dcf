package dev.attest.signing;

/** A trusted root or key that cannot be read. The message names the place and what was expected. */
public final class MalformedTrustException extends Exception {
    private static final long serialVersionUID = 1L;

    public MalformedTrustException(String message) {
        super(message);
    }
}
