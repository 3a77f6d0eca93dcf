package dev.attest.sbom.catalog;

import dev.attest.oci.LayerEntry;
import dev.attest.oci.LayerTable;
import dev.attest.oci.LayerVisitor;
import dev.attest.oci.MismatchException;
import dev.attest.sbom.MalformedContentException;
import dev.attest.sbom.ScanLimits;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The first phase: looks at each entry of one layer once and lets the catalogers read what they want. */
public final class LayerScanner implements LayerVisitor {
    private final List<Cataloger> catalogers;
    private final ScanLimits limits;
    private final Map<Cataloger, Onlooker> onlookers = new LinkedHashMap<>();
    private final LayerTable.Builder entries = new LayerTable.Builder();
    private final List<LayerRecord> records = new ArrayList<>();
    private final ContentMemory memory;

    /** A scanner of one layer; the memory is that of all layers of an image. */
    public LayerScanner(List<Cataloger> catalogers, ScanLimits limits, ContentMemory memory) {
        this.catalogers = List.copyOf(catalogers);
        this.limits = limits;
        this.memory = memory;
        for (Cataloger cataloger : this.catalogers) {
            cataloger.onlooker().ifPresent(onlooker -> onlookers.put(cataloger, onlooker));
        }
    }

    @Override
    public void entry(LayerEntry entry, InputStream content) throws IOException {
        if (entries.size() >= limits.entries()) {
            throw new MismatchException("a layer of more than " + limits.entries() + " entries is not scanned");
        }
        entries.add(entry);
        if (entry.type() == LayerEntry.Type.FILE) {
            onlookers.values().forEach(onlooker -> onlooker.begin(entry));
            var watched = new WatchedContent(content, onlookers.values());
            var file = new LayerFile(entry, watched, limits, memory);
            try {
                boolean executable = file.isExecutable();
                for (Cataloger cataloger : catalogers) {
                    if (cataloger.wants(entry)) {
                        records.add(read(cataloger, file));
                    } else if (executable && cataloger.wantsExecutables()) {
                        LayerRecord record = read(cataloger, file);
                        if (record.tellsSomething()) {
                            records.add(record);
                        }
                    }
                }
            } finally {
                file.release();
            }
            lookedOn(watched);
        }
    }

    /** Shows the onlookers what nobody has read, and keeps what they found. */
    private void lookedOn(WatchedContent watched) throws IOException {
        watched.drain();
        onlookers.forEach((cataloger, onlooker) -> {
            List<Finding> findings = onlooker.end();
            if (!findings.isEmpty()) {
                records.add(new LayerRecord(
                        cataloger.id(), entries.size() - 1, findings, Optional.empty(), Optional.empty()));
            }
        });
    }

    /** What was found, once the layer's last entry was seen. */
    public LayerScan result() {
        return new LayerScan(entries.build(), records);
    }

    private LayerRecord read(Cataloger cataloger, LayerFile file) throws IOException {
        List<Finding> findings = List.of();
        Optional<LayerRecord.Unread> unread = Optional.empty();
        Optional<String> defect = Optional.empty();
        try {
            findings = cataloger.read(file);
        } catch (UnreadFileException e) {
            unread = Optional.of(unread(e));
        } catch (ContentStream.Unread e) {
            unread = Optional.of(unread(e.why()));
        } catch (MalformedContentException e) {
            defect = Optional.of(String.valueOf(e.getMessage()));
        }
        return new LayerRecord(cataloger.id(), entries.size() - 1, findings, unread, defect);
    }

    private static LayerRecord.Unread unread(UnreadFileException e) {
        return new LayerRecord.Unread(e.kind(), String.valueOf(e.getMessage()));
    }
}
