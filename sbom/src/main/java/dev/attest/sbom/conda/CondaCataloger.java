package dev.attest.sbom.conda;

import dev.attest.oci.LayerEntry;
import dev.attest.sbom.Component;
import dev.attest.sbom.Purl;
import dev.attest.sbom.catalog.Assembly;
import dev.attest.sbom.catalog.Cataloger;
import dev.attest.sbom.catalog.ComponentDraft;
import dev.attest.sbom.catalog.Finding;
import dev.attest.sbom.catalog.ImagePath;
import dev.attest.sbom.catalog.LayerFile;
import dev.attest.sbom.catalog.MergedRecords;
import dev.attest.sbom.catalog.MergedRecords.Sighting;
import dev.attest.sbom.catalog.Neighbours;
import dev.attest.sbom.catalog.OwnedFiles;
import dev.attest.sbom.catalog.PackageFields;
import dev.attest.sbom.catalog.UnreadFileException;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the records of Conda environments. A package accounts for its files, so that a Python distribution it brought is
 * a part of it.
 */
public final class CondaCataloger implements Cataloger {
    private static final String FOLDER = "conda-meta";

    @Override
    public String id() {
        return "conda/1";
    }

    @Override
    public boolean wants(LayerEntry entry) {
        String path = entry.path();
        return path.endsWith(".json") && path.contains(FOLDER) && isRecord(path);
    }

    private static boolean isRecord(String path) {
        return ImagePath.name(ImagePath.folder(path)).equals(FOLDER);
    }

    @Override
    public List<Finding> read(LayerFile file) throws IOException, UnreadFileException {
        return List.of(CondaMeta.read(file.bytes(CondaMeta.MAX_BYTES), prefix(file.path())));
    }

    private static String prefix(String path) {
        return ImagePath.folder(ImagePath.folder(path));
    }

    @Override
    public void assemble(MergedRecords records, Assembly assembly) {
        var neighbours = new Neighbours();
        var packages = new LinkedHashMap<ComponentDraft, Sighting>();
        records.all()
                .forEach((path, sightings) -> sightings.forEach(sighting -> {
                    ComponentDraft draft = assembly.add(draft(sighting));
                    assembly.owner(path).ifPresent(owner -> owner.contains(draft));
                    packages.put(draft, sighting);
                    neighbours.add(prefix(path), sighting.finding().text(PackageFields.NAME), draft);
                }));
        packages.forEach((draft, sighting) -> {
            PackageFields.limits(sighting, assembly);
            sighting.finding().children().forEach(files -> OwnedFiles.own(files, Optional.of(draft), assembly));
            assembly.own(sighting.path(), draft);
            PackageFields.list(sighting.finding(), PackageFields.REQUIRES)
                    .forEach(name ->
                            neighbours.find(prefix(sighting.path()), name).ifPresent(draft::dependsOn));
        });
    }

    private ComponentDraft draft(Sighting sighting) {
        Finding finding = sighting.finding();
        String name = finding.text(PackageFields.NAME);
        String version = finding.text(PackageFields.VERSION);
        Map<String, String> qualifiers = new HashMap<>();
        qualifiers.put("build", finding.text("build"));
        qualifiers.put("channel", finding.text(CondaMeta.CHANNEL));
        qualifiers.put("subdir", finding.text(PackageFields.ARCH));
        qualifiers.put("type", finding.text(CondaMeta.KIND));
        var purl = new Purl("conda", "", name, version, qualifiers);
        return new ComponentDraft(
                new Component.Identity(Component.Type.LIBRARY, "", name, version, Optional.of(purl)),
                PackageFields.declared(finding),
                new ComponentDraft.Place(id(), sighting.path(), sighting.span()));
    }
}
