package dev.attest.sbom.catalog;

import dev.attest.oci.MalformedImageException;
import dev.attest.oci.MergedView.Located;
import dev.attest.sbom.MalformedContentException;
import java.io.IOException;
import java.util.List;

/**
 * Reads files of the merged image a second time, all of their bytes: for what no single file says, such as a database
 * with a log that another layer brought. Layers are streamed and verified again for it, so it is asked for rarely.
 */
@FunctionalInterface
public interface FileContents {
    /** The bytes of each file, in the given order; a file above the bound of the scan is malformed. */
    List<byte[]> read(List<Located> files) throws IOException, MalformedImageException, MalformedContentException;
}
