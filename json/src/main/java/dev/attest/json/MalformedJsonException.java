package dev.attest.json;

/** Text that is not the JSON its reader expects. The message names the place and what was expected, never the text. */
public final class MalformedJsonException extends Exception {
    private static final long serialVersionUID = 1L;

    public MalformedJsonException(String message) {
        super(message);
    }
}
