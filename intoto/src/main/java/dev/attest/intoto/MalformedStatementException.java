package dev.attest.intoto;

/** Bytes that are not a Statement or an Envelope. The message says where and what was expected. */
public final class MalformedStatementException extends Exception {
    private static final long serialVersionUID = 1L;

    public MalformedStatementException(String message) {
        super(message);
    }
}
