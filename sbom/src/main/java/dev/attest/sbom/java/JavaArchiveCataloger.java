package dev.attest.sbom.java;

import dev.attest.oci.LayerEntry;
import dev.attest.sbom.Gap;
import dev.attest.sbom.catalog.Assembly;
import dev.attest.sbom.catalog.Cataloger;
import dev.attest.sbom.catalog.Finding;
import dev.attest.sbom.catalog.LayerFile;
import dev.attest.sbom.catalog.MergedRecords;
import dev.attest.sbom.catalog.MergedRecords.Sighting;
import dev.attest.sbom.catalog.UnreadFileException;
import dev.attest.sbom.zip.MalformedZipException;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * Reads Java archives and the archives in them. What an archive brings along, nested or shaded, is a component below it
 * and never takes its place; what does not say which group it is of gets no purl and is a gap. A file without an archive's
 * name is one when it begins as one: with its manifest.
 */
public final class JavaArchiveCataloger implements Cataloger {
    @Override
    public String id() {
        return "java-archive/2";
    }

    @Override
    public boolean wants(LayerEntry entry) {
        return ArchiveKind.isOne(entry.path()) || ArchiveKind.mayBeOne(entry);
    }

    @Override
    public boolean wantsByName(LayerEntry entry) {
        return ArchiveKind.isOne(entry.path());
    }

    @Override
    public List<Finding> read(LayerFile file) throws IOException, UnreadFileException {
        if (!ArchiveKind.isOne(file.path()) && !ArchiveKind.beginsAsOne(file.head())) {
            return List.of();
        }
        try {
            return new ArchiveReader(file.limits())
                    .read(file.path(), file.bytes()).stream().toList();
        } catch (MalformedZipException e) {
            throw new UnreadFileException(Gap.Kind.UNREADABLE, String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void assemble(MergedRecords records, Assembly assembly) throws IOException {
        var drafts = new ArchiveDrafts(id(), assembly);
        for (Map.Entry<String, List<Sighting>> file : records.all().entrySet()) {
            // A runtime's own archives are the runtime.
            if (!assembly.isOwned(file.getKey()) || !RuntimeArchives.isOne(file.getKey())) {
                for (Sighting sighting : file.getValue()) {
                    drafts.add(sighting, assembly.owner(file.getKey()));
                }
            }
        }
        drafts.connect();
    }
}
