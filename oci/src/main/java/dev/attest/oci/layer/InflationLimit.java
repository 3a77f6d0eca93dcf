package dev.attest.oci.layer;

import dev.attest.oci.LayerLimits;
import dev.attest.oci.MismatchException;

/** Counts what goes into a decompressor and what comes out of it; a small blob must not become an endless layer. */
final class InflationLimit {
    private static final long COUNTS_FROM = 1L << 30;

    private final LayerLimits limits;
    private long bytesIn;
    private long bytesOut;

    InflationLimit(LayerLimits limits) {
        this.limits = limits;
    }

    void took(int count) {
        bytesIn += count;
    }

    void gave(int count) throws MismatchException {
        bytesOut += count;
        if (bytesOut > COUNTS_FROM && bytesOut / limits.maxRatio() > bytesIn) {
            throw new MismatchException(
                    "the layer inflates to more than " + limits.maxRatio() + " times its size, which is the limit");
        }
    }

    /** Whether nothing was taken yet. */
    boolean isFresh() {
        return bytesIn == 0;
    }
}
