package dev.attest.sbom.catalog;

import dev.attest.oci.LayerEntry;
import dev.attest.oci.LayerVisitor;
import dev.attest.oci.MismatchException;
import dev.attest.sbom.Gap;
import dev.attest.sbom.MalformedContentException;
import dev.attest.sbom.ScanLimits;
import dev.attest.sbom.layer.LayerIndex;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The first phase: looks at each entry of one layer once and lets the catalogers read what they want. */
public final class LayerScanner implements LayerVisitor {
    private final List<Cataloger> catalogers;
    private final Predicate<LayerEntry> notable;
    private final ScanLimits limits;
    private final LayerIndex index = new LayerIndex();
    private final List<LayerRecord> records = new ArrayList<>();
    private final List<LayerScan.Link> links = new ArrayList<>();
    private final List<String> noted = new ArrayList<>();

    public LayerScanner(List<Cataloger> catalogers, Predicate<LayerEntry> notable, ScanLimits limits) {
        this.catalogers = List.copyOf(catalogers);
        this.notable = notable;
        this.limits = limits;
    }

    @Override
    public void entry(LayerEntry entry, InputStream content) throws IOException {
        if (index.size() >= limits.entries() || !index.add(entry)) {
            throw new MismatchException("a layer of more than " + index.size() + " entries is not scanned");
        }
        if (notable.test(entry)) {
            noted.add(entry.path());
        }
        if (entry.type() == LayerEntry.Type.FILE) {
            var file = new LayerFile(entry, content, limits);
            for (Cataloger cataloger : catalogers) {
                if (cataloger.wants(entry)) {
                    records.add(read(cataloger, file));
                }
            }
        } else if (entry.type() == LayerEntry.Type.HARDLINK) {
            for (Cataloger cataloger : catalogers) {
                if (cataloger.wants(asFile(entry, entry.path()))) {
                    links.add(new LayerScan.Link(cataloger.id(), entry));
                }
            }
        }
    }

    /** What was found, once the layer's last entry was seen. */
    public LayerScan result() {
        return new LayerScan(index, records, links, noted);
    }

    static LayerEntry asFile(LayerEntry link, String path) {
        return new LayerEntry(path, LayerEntry.Type.FILE, link.mode(), link.owner(), link.size(), "");
    }

    private static LayerRecord read(Cataloger cataloger, LayerFile file) throws IOException {
        String path = file.path();
        try {
            return new LayerRecord(cataloger.id(), path, cataloger.read(file), Optional.empty(), Optional.empty());
        } catch (UnreadFileException e) {
            var gap = new Gap(e.kind(), path, String.valueOf(e.getMessage()));
            return new LayerRecord(cataloger.id(), path, List.of(), Optional.of(gap), Optional.empty());
        } catch (MalformedContentException e) {
            return new LayerRecord(
                    cataloger.id(), path, List.of(), Optional.empty(), Optional.of(String.valueOf(e.getMessage())));
        }
    }
}
