package dev.attest.sbom.catalog;

import dev.attest.oci.LayerEntry;
import java.util.List;

/** Everything that one pass over one layer leaves: its entries in the order of its tar, and the records of wanted files. */
public record LayerScan(List<LayerEntry> entries, List<LayerRecord> records) {}
