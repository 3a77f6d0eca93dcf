package dev.attest.signing;

import dev.attest.signing.refusal.Reason;

/** A bundle that cannot be read. The message names the place and what was expected. */
public final class MalformedBundleException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    MalformedBundleException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    /** {@link Reason#MALFORMED}, {@link Reason#UNSUPPORTED} or the check that a bundle's form already fails. */
    public Reason reason() {
        return reason;
    }
}
