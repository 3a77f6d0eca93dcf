package dev.attest.sbom;

import dev.attest.oci.LayerVisitor;
import dev.attest.oci.MalformedImageException;
import dev.attest.sbom.cache.LayerKey;
import java.io.IOException;
import java.util.Optional;

/** Streams one layer of an image, counted from the lowest, to a visitor. Called from several threads at once. */
@FunctionalInterface
interface LayerSource {
    void read(int layer, LayerVisitor visitor) throws IOException, MalformedImageException;

    /** About how much work a layer is, in bytes; the largest is begun first, so that no thread is left with it alone. */
    default long size(int layer) {
        return 0;
    }

    /** What names the layer among kept ones; none where it is always read. */
    default Optional<LayerKey> key(int layer) {
        return Optional.empty();
    }
}
