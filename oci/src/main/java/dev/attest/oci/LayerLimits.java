package dev.attest.oci;

/**
 * What one layer may hold: entries, uncompressed bytes, characters of a normalised path. A compressed layer that inflates
 * to more than {@code maxRatio} times its size is refused once it has given a gibibyte. A zstd frame may ask for a window
 * of at most {@value #MAX_WINDOW} bytes: runtimes take up to 512 MiB, but what builds images asks for 8 MiB at most.
 */
public record LayerLimits(long maxEntries, long maxBytes, int maxPathLength, int maxRatio) {
    /** The largest window of a zstd frame, in bytes; layers that are read at the same time need one each. */
    public static final int MAX_WINDOW = 64 << 20;

    /** Once the layers of an image have given this many uncompressed bytes, no further one is begun. */
    public static final long MAX_IMAGE_BYTES = 256L << 30;

    /** Far above every honest layer, low enough to end. */
    public static final LayerLimits STANDARD = new LayerLimits(3_200_000, 64L << 30, 4096, 300);

    public LayerLimits {
        if (maxEntries < 1 || maxBytes < 1 || maxPathLength < 1 || maxRatio < 1) {
            throw new IllegalArgumentException("a limit is positive");
        }
    }
}
