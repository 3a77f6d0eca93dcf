package dev.attest.localsigstore;

/** A request that gets a 4xx answer; the message goes to the client. */
final class RequestRefusedException extends Exception {

    private final int status;

    RequestRefusedException(int status, String message) {
        super(message);
        this.status = status;
    }

    int status() {
        return status;
    }
}
