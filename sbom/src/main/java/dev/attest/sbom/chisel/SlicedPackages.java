package dev.attest.sbom.chisel;

import dev.attest.sbom.Component;
import dev.attest.sbom.Purl;
import dev.attest.sbom.catalog.Assembly;
import dev.attest.sbom.catalog.ComponentDraft;
import dev.attest.sbom.catalog.Finding;
import dev.attest.sbom.catalog.MergedRecords.Sighting;
import dev.attest.sbom.catalog.OwnedFiles;
import dev.attest.sbom.catalog.PackageFields;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Packages of which parts are there, as components; one that dpkg lists, too, is that one. */
final class SlicedPackages {
    private static final String UBUNTU = "ubuntu";

    private final String cataloger;
    private final Assembly assembly;
    private final Map<String, ComponentDraft> listed = new HashMap<>();

    SlicedPackages(String cataloger, Assembly assembly) {
        this.cataloger = cataloger;
        this.assembly = assembly;
        for (ComponentDraft draft : assembly.drafts()) {
            if (draft.identity().purl().map(Purl::type).orElse("").equals("deb")) {
                listed.putIfAbsent(
                        draft.identity().name() + " " + draft.identity().version(), draft);
            }
        }
    }

    void add(Sighting sighting) {
        Finding finding = sighting.finding();
        String name = finding.text(PackageFields.NAME);
        String version = finding.text(PackageFields.VERSION);
        ComponentDraft draft = listed.computeIfAbsent(name + " " + version, key -> assembly.add(draft(sighting)));
        String slices = String.join(" ", PackageFields.list(finding, ManifestReader.SLICES));
        draft.complete(Component.Declared.NOTHING.with("chisel:slices", slices));
        finding.children().forEach(files -> OwnedFiles.own(files, Optional.of(draft), assembly));
    }

    private ComponentDraft draft(Sighting sighting) {
        Finding finding = sighting.finding();
        var qualifiers = new HashMap<String, String>();
        qualifiers.put("arch", finding.text(PackageFields.ARCH));
        assembly.operatingSystem().ifPresent(system -> qualifiers.put("distro", system.distro()));
        String namespace = assembly.operatingSystem()
                .map(system -> system.id())
                .filter(id -> !id.isEmpty())
                .orElse(UBUNTU);
        String name = finding.text(PackageFields.NAME);
        String version = finding.text(PackageFields.VERSION);
        var purl = new Purl("deb", namespace, name, version, qualifiers);
        return new ComponentDraft(
                new Component.Identity(Component.Type.LIBRARY, "", name, version, Optional.of(purl)),
                PackageFields.declared(finding),
                new ComponentDraft.Place(cataloger, sighting.path(), sighting.span()));
    }
}
