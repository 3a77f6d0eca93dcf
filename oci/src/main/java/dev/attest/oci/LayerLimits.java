package dev.attest.oci;

/**
 * What one layer may hold: entries, uncompressed bytes, bytes of a normalised path. A gzip stream that inflates to more
 * than {@code maxRatio} times its size is refused once it has given a gibibyte.
 */
public record LayerLimits(long maxEntries, long maxBytes, int maxPathLength, int maxRatio) {
    /** Far above every honest layer, low enough to end. */
    public static final LayerLimits STANDARD = new LayerLimits(1_000_000, 64L << 30, 4096, 300);

    public LayerLimits {
        if (maxEntries < 1 || maxBytes < 1 || maxPathLength < 1 || maxRatio < 1) {
            throw new IllegalArgumentException("a limit is positive");
        }
    }
}
