package dev.attest.oci;

import dev.attest.oci.layer.LayerStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Reads a layer in one pass: compressed digest and size, gzip, diffID and tar are checked while the entries go by. What
 * a visitor was told counts only when {@code read} returns. Several threads may read layers with one reader, which is
 * meant for one image: it begins no layer once it has read {@link LayerLimits#MAX_IMAGE_BYTES}.
 */
public final class LayerReader {
    private static final Set<String> LAYERS = Set.of(
            "application/vnd.oci.image.layer.v1.tar",
            MediaTypes.OCI_LAYER_TAR_GZIP,
            "application/vnd.oci.image.layer.v1.tar+zstd",
            "application/vnd.docker.image.rootfs.diff.tar",
            "application/vnd.docker.image.rootfs.diff.tar.gzip",
            "application/vnd.docker.image.rootfs.diff.tar.zstd");

    private final LayerLimits limits;
    private final long maxImageBytes;
    private final AtomicLong bytes = new AtomicLong();

    public LayerReader(LayerLimits limits) {
        this(limits, LayerLimits.MAX_IMAGE_BYTES);
    }

    LayerReader(LayerLimits limits, long maxImageBytes) {
        this.limits = limits;
        this.maxImageBytes = maxImageBytes;
    }

    /** A reader with the standard limits. */
    public static LayerReader standard() {
        return new LayerReader(LayerLimits.STANDARD);
    }

    /**
     * Hands every entry of layer {@code layer} (0 is the lowest) to the visitor. A {@link MalformedImageException} means
     * that the layer is not what the image says or breaks a limit, and that nothing seen before counts.
     */
    public void read(Repository repository, PlatformImage image, int layer, LayerVisitor visitor)
            throws IOException, MalformedImageException {
        pass(repository, image, layer, (blob, diffId) -> LayerStream.read(blob, diffId, limits, visitor));
    }

    /** The same, with all that the layer's tar says of each entry. */
    public void readDetailed(Repository repository, PlatformImage image, int layer, DetailedVisitor visitor)
            throws IOException, MalformedImageException {
        pass(repository, image, layer, (blob, diffId) -> LayerStream.read(blob, diffId, limits, visitor));
    }

    private interface Reading {
        /** How many uncompressed bytes there were. */
        long read(InputStream blob, Digest diffId) throws IOException;
    }

    private void pass(Repository repository, PlatformImage image, int layer, Reading reading)
            throws IOException, MalformedImageException {
        Descriptor descriptor = image.layers().get(layer);
        String type = descriptor.mediaType();
        if (type.contains(".nondistributable.") || type.contains(".foreign.")) {
            throw new MalformedImageException(
                    descriptor.digest() + ": a foreign layer, which lies outside the registry and is not fetched");
        }
        if (!LAYERS.contains(type)) {
            throw new MalformedImageException(descriptor.digest() + ": not a layer of a file system");
        }
        if (bytes.get() > maxImageBytes) {
            throw new MalformedImageException("the image's layers have more than " + maxImageBytes
                    + " uncompressed bytes in all, which is the limit");
        }
        try (InputStream blob = repository.blob(descriptor)) {
            bytes.addAndGet(reading.read(blob, image.config().diffIds().get(layer)));
        } catch (MismatchException e) {
            throw new MalformedImageException("layer " + descriptor.digest() + ": " + e.getMessage());
        }
    }
}
