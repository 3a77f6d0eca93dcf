package dev.attest.sbom.java;

import dev.attest.oci.LayerEntry;
import dev.attest.sbom.Component;
import dev.attest.sbom.Gap;
import dev.attest.sbom.Purl;
import dev.attest.sbom.catalog.Assembly;
import dev.attest.sbom.catalog.Cataloger;
import dev.attest.sbom.catalog.ComponentDraft;
import dev.attest.sbom.catalog.Finding;
import dev.attest.sbom.catalog.LayerFile;
import dev.attest.sbom.catalog.MergedRecords;
import dev.attest.sbom.catalog.MergedRecords.Sighting;
import dev.attest.sbom.catalog.UnreadFileException;
import dev.attest.sbom.zip.MalformedZipException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Reads Java archives and the archives in them. What an archive brings along, nested or shaded, is a component below it
 * and never takes its place; what does not say which group it is of gets no purl and is a gap.
 */
public final class JavaArchiveCataloger implements Cataloger {
    @Override
    public String id() {
        return "java-archive/1";
    }

    @Override
    public boolean wants(LayerEntry entry) {
        return ArchiveContents.isOne(entry.path());
    }

    @Override
    public List<Finding> read(LayerFile file) throws IOException, UnreadFileException {
        try {
            return List.of(new ArchiveReader(file.limits()).read(file.path(), file.bytes()));
        } catch (MalformedZipException e) {
            throw new UnreadFileException(Gap.Kind.UNREADABLE, String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void assemble(MergedRecords records, Assembly assembly) {
        for (Map.Entry<String, List<Sighting>> file : records.all().entrySet()) {
            // A runtime's own archives are the runtime.
            if (!assembly.isOwned(file.getKey()) || !JavaRuntimeCataloger.isPartOfRuntime(file.getKey())) {
                for (Sighting sighting : file.getValue()) {
                    add(sighting.finding(), sighting, assembly.owner(file.getKey()), assembly);
                }
            }
        }
    }

    private void add(Finding finding, Sighting outer, Optional<ComponentDraft> parent, Assembly assembly) {
        // A hard link's finding tells the path of its target.
        String inner = finding.text("path");
        int mark = inner.indexOf("!/");
        String path = mark < 0 ? outer.path() : outer.path() + inner.substring(mark);
        if (!finding.text("limit").isEmpty()) {
            assembly.gap(new Gap(Gap.Kind.LIMIT, path, finding.text("limit")));
        } else if (!finding.text("unread").isEmpty()) {
            assembly.gap(new Gap(Gap.Kind.UNREADABLE, path, finding.text("unread")));
        } else {
            ComponentDraft draft = assembly.add(draft(finding, path, outer));
            parent.ifPresent(container -> container.contains(draft));
            if (finding.text("group").isEmpty() || finding.text("version").isEmpty()) {
                assembly.gap(new Gap(Gap.Kind.UNIDENTIFIED, path, "no Maven coordinates in the archive"));
            }
            finding.children().forEach(child -> add(child, outer, Optional.of(draft), assembly));
        }
    }

    private ComponentDraft draft(Finding finding, String path, Sighting outer) {
        String group = finding.text("group");
        String name = finding.text("name");
        String version = finding.text("version");
        Optional<Purl> purl =
                group.isEmpty() || version.isEmpty() ? Optional.empty() : Purl.of("maven", group, name, version);
        var hashes = new TreeMap<String, String>();
        for (String algorithm : List.of("SHA-1", "SHA-256", "SHA-512")) {
            if (!finding.text(algorithm).isEmpty()) {
                hashes.put(algorithm, finding.text(algorithm));
            }
        }
        var identity = new Component.Identity(Component.Type.LIBRARY, group, name, version, purl);
        var declared = new Component.Declared(
                Optional.of(finding.text("supplier")).filter(text -> !text.isEmpty()),
                finding.text("licence").isEmpty() ? List.of() : List.of(finding.text("licence")),
                hashes);
        return new ComponentDraft(identity, declared, new ComponentDraft.Place(id(), path, outer.span()));
    }
}
