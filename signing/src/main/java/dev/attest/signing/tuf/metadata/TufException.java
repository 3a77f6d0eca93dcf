package dev.attest.signing.tuf.metadata;

import dev.attest.json.MalformedJsonException;

/**
 * Something of a TUF repository is not acceptable; nothing that was refused is kept or handed out. The message is one
 * line for people, and begins with the file it is about.
 */
public final class TufException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Check check;

    public TufException(Check check, String message) {
        super(message);
        this.check = check;
    }

    static TufException malformed(MalformedJsonException e) {
        return new TufException(Check.MALFORMED, String.valueOf(e.getMessage()));
    }

    /** Which check failed. */
    public Check check() {
        return check;
    }
}
