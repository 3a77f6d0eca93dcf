package dev.attest.sbom.catalog;

import dev.attest.oci.LayerEntry;
import dev.attest.sbom.layer.LayerIndex;
import java.util.List;

/**
 * Everything that one pass over one layer leaves: its index, the records of its wanted files, the hard links that stand
 * for a wanted file, and the paths that facts may be made of.
 */
public record LayerScan(LayerIndex index, List<LayerRecord> records, List<Link> links, List<String> notable) {
    /** A hard link that a cataloger would have read if it were a file of its own. */
    public record Link(String cataloger, LayerEntry entry) {}

    public LayerScan {
        records = List.copyOf(records);
        links = List.copyOf(links);
        notable = List.copyOf(notable);
    }
}
