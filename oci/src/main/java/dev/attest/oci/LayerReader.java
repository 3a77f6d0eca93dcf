package dev.attest.oci;

import dev.attest.oci.layer.LayerStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Set;

/**
 * Reads a layer in one pass: compressed digest and size, gzip, diffID and tar are checked while the entries go by. What
 * a visitor was told counts only when {@code read} returns.
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

    public LayerReader(LayerLimits limits) {
        this.limits = limits;
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
        Descriptor descriptor = image.layers().get(layer);
        String type = descriptor.mediaType();
        if (type.contains(".nondistributable.") || type.contains(".foreign.")) {
            throw new MalformedImageException(
                    descriptor.digest() + ": a foreign layer, which lies outside the registry and is not fetched");
        }
        if (!LAYERS.contains(type)) {
            throw new MalformedImageException(descriptor.digest() + ": not a layer of a file system");
        }
        try (InputStream blob = repository.blob(descriptor)) {
            LayerStream.read(blob, image.config().diffIds().get(layer), limits, visitor);
        } catch (MismatchException e) {
            throw new MalformedImageException("layer " + descriptor.digest() + ": " + e.getMessage());
        }
    }
}
