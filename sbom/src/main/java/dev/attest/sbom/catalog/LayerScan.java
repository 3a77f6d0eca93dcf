package dev.attest.sbom.catalog;

import dev.attest.oci.LayerEntry;
import dev.attest.oci.LayerTable;
import java.util.List;

/** Everything that one pass over one layer leaves: its entries in the order of its tar, and the records of wanted files. */
public record LayerScan(LayerTable entries, List<LayerRecord> records) {
    public LayerScan(List<LayerEntry> entries, List<LayerRecord> records) {
        this(LayerTable.of(entries), records);
    }
}
