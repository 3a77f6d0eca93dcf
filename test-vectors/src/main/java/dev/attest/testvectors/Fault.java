package dev.attest.testvectors;

/** What a {@link FaultProxy} does to a request instead of passing it on and its answer back. */
public enum Fault {
    UNAUTHORIZED(401),
    NOT_FOUND(404),
    NOT_ACCEPTABLE(406),
    RANGE_NOT_SATISFIABLE(416),
    /** 429 with a Retry-After in seconds. */
    BUSY_SECONDS(429),
    /** 429 with a Retry-After that is a date (RFC 9110 §10.2.3). */
    BUSY_DATE(429),
    SERVER_ERROR(500),
    /** The connection is reset before the registry saw the request. */
    RESET(0),
    /** The registry did what was asked, and the connection is reset before its answer arrives. */
    ANSWER_LOST(0),
    /** Half of the body, then the connection is reset. */
    TRUNCATED(0),
    /** Half of the body, declared as all of it: other content. */
    SHORTENED(0),
    /** The body in four pieces with pauses; nothing is wrong. */
    SLOW(0),
    /** Half of the body, then nothing for a long time. */
    STALLED(0),
    /** The listing as it was before it changed last. */
    STALE(0);

    private final int status;

    Fault(int status) {
        this.status = status;
    }

    /** The status that is answered without asking the registry; 0 for faults of another kind. */
    public int status() {
        return status;
    }

    /** Whether this fault can befall such a request. */
    public boolean befalls(Step step) {
        return switch (this) {
            case STALE -> step.isListing();
            case TRUNCATED, SHORTENED, SLOW, STALLED -> step.isRead();
            case ANSWER_LOST -> !step.isRead();
            default -> true;
        };
    }

    /** Whether what arrives is whole and well-formed but not what the registry holds: a client judges it as content. */
    public boolean isContent() {
        return this == SHORTENED || this == STALE;
    }
}
