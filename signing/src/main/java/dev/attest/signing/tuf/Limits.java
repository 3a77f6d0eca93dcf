package dev.attest.signing.tuf;

/** How much a repository may ask of a client: the bounds that the specification leaves to the application. */
final class Limits {
    /** Bytes of a root. */
    static final int ROOT = 512 << 10;

    /** Bytes of a timestamp. */
    static final int TIMESTAMP = 64 << 10;

    /** Bytes of a snapshot. */
    static final int SNAPSHOT = 2 << 20;

    /** Bytes of a targets role's file. */
    static final int TARGETS = 5 << 20;

    /** Bytes of a target. */
    static final int TARGET = 16 << 20;

    /** Roots that one update follows. */
    static final int ROTATIONS = 256;

    /** Targets roles that one search visits. */
    static final int VISITS = 32;

    private Limits() {}
}
