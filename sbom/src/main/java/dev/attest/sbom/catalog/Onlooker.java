package dev.attest.sbom.catalog;

import dev.attest.oci.LayerEntry;
import java.util.List;

/** Sees all bytes of all files of one layer, each file once and in order. Used by one thread. */
public interface Onlooker {
    /** A regular file begins. */
    void begin(LayerEntry entry);

    /** Its next bytes, which are neither to be changed nor kept. */
    void see(byte[] bytes, int offset, int length);

    /** The file is over: what there is to say of it, mostly nothing. */
    List<Finding> end();
}
