package dev.attest.localsigstore;

/** Bytes from outside are not what their format says. The message is for the one who sent them. */
final class MalformedInputException extends Exception {

    MalformedInputException(String message) {
        super(message);
    }

    MalformedInputException(String message, Throwable cause) {
        super(message, cause);
    }
}
