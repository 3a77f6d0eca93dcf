package dev.attest.signing.refusal;

/** A check that did not pass. Never crosses the verifier, which turns it into a verdict. */
public final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    public RefusedException(Reason reason, String detail) {
        super(detail);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }

    /** What was wrong, in one sentence. */
    public String detail() {
        return String.valueOf(getMessage());
    }
}
