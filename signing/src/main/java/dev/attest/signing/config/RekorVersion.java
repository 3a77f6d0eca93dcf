package dev.attest.signing.config;

/** The two interfaces of Rekor that are spoken: a service's {@code majorApiVersion}. */
public enum RekorVersion {
    /** Takes whole envelopes ({@code dsse} 0.0.1) and tells the time itself; read by all clients. */
    V1(1),
    /** Takes digests only ({@code hashedrekord} 0.0.2) and tells no time; a timestamp authority has to. */
    V2(2);

    private final long majorApiVersion;

    RekorVersion(long majorApiVersion) {
        this.majorApiVersion = majorApiVersion;
    }

    public long majorApiVersion() {
        return majorApiVersion;
    }
}
