package dev.attest.oci;

import java.io.IOException;
import java.io.InputStream;

/** Receives a layer's entries in the order of its tar. */
@FunctionalInterface
public interface LayerVisitor {
    /**
     * One entry; {@code content} gives a regular file's bytes, is empty for everything else, and is valid only during
     * the call. What is not read is skipped.
     */
    void entry(LayerEntry entry, InputStream content) throws IOException;
}
