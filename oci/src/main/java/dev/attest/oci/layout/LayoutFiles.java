package dev.attest.oci.layout;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;

/** The files of a layout, by their names relative to its root ({@code blobs/sha256/…}), wherever they are kept. */
public interface LayoutFiles extends Closeable {
    /** Opens a regular file; absence is a {@link dev.attest.oci.NotFoundException}. */
    InputStream open(String name) throws IOException;

    /** The size of a regular file in bytes; absence is a {@link dev.attest.oci.NotFoundException}. */
    long size(String name) throws IOException;
}
