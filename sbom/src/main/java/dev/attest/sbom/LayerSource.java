package dev.attest.sbom;

import dev.attest.oci.LayerVisitor;
import dev.attest.oci.MalformedImageException;
import java.io.IOException;

/** Streams one layer of an image, counted from the lowest, to a visitor. Called from several threads at once. */
@FunctionalInterface
interface LayerSource {
    void read(int layer, LayerVisitor visitor) throws IOException, MalformedImageException;
}
