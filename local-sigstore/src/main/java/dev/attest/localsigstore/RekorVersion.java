package dev.attest.localsigstore;

/** The two interfaces of Rekor; each has a log of its own here. */
public enum RekorVersion {
    /** {@code /api/v1}: entries of kind {@code dsse} and {@code hashedrekord}, with the log's word on the time. */
    V1,
    /** {@code /api/v2}: entries of kind {@code hashedrekord} only, in a log of tiles; the time needs a timestamp. */
    V2
}
