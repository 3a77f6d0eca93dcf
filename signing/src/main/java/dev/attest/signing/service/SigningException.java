package dev.attest.signing.service;

/**
 * Nothing was signed, and why. The message is for people, is one line, names services by host and never holds a token or
 * another secret; no cause is kept, because what libraries put into theirs is not under our control.
 */
public final class SigningException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Whose fault it is; this decides what a caller can do about it. */
    public enum Kind {
        /** A service or the network failed: trying again later may help. */
        WORLD,
        /** The token, the statement or what a service made of them is not acceptable. */
        REFUSED,
        /** What the signer was given is unusable: no token, a signing configuration that cannot be read. */
        USAGE
    }

    private final Kind kind;
    private final boolean tooLong;

    private SigningException(Kind kind, String message) {
        this(kind, message, false);
    }

    private SigningException(Kind kind, String message, boolean tooLong) {
        super(message);
        this.kind = kind;
        this.tooLong = tooLong;
    }

    public static SigningException world(String message) {
        return new SigningException(Kind.WORLD, message);
    }

    public static SigningException refused(String message) {
        return new SigningException(Kind.REFUSED, message);
    }

    public static SigningException usage(String message) {
        return new SigningException(Kind.USAGE, message);
    }

    static SigningException tooLong(String message) {
        return new SigningException(Kind.WORLD, message, true);
    }

    public Kind kind() {
        return kind;
    }

    /** Whether a service answered more than the request allows for. */
    public boolean isTooLong() {
        return tooLong;
    }
}
