package dev.attest.sbom.pacman;

import dev.attest.sbom.Component;
import dev.attest.sbom.Purl;
import dev.attest.sbom.catalog.Assembly;
import dev.attest.sbom.catalog.ComponentDraft;
import dev.attest.sbom.catalog.Finding;
import dev.attest.sbom.catalog.ImagePath;
import dev.attest.sbom.catalog.MergedRecords.Sighting;
import dev.attest.sbom.catalog.OwnedFiles;
import dev.attest.sbom.catalog.PackageFields;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The installed packages as components, with the dependencies among them. */
final class ArchPackages {
    static final String BASE = "base";

    private final String cataloger;
    private final Assembly assembly;
    private final Map<ComponentDraft, Sighting> packages = new LinkedHashMap<>();
    private final Map<String, ComponentDraft> byFolder = new HashMap<>();
    private final Map<String, ComponentDraft> byName = new HashMap<>();
    private final Map<String, ComponentDraft> byProvided = new HashMap<>();

    ArchPackages(String cataloger, Assembly assembly) {
        this.cataloger = cataloger;
        this.assembly = assembly;
    }

    void add(Sighting sighting) {
        Finding finding = sighting.finding();
        String name = finding.text(PackageFields.NAME);
        String version = finding.text(PackageFields.VERSION);
        String base = finding.text(BASE);
        var qualifiers = new HashMap<String, String>();
        qualifiers.put("arch", finding.text(PackageFields.ARCH));
        qualifiers.put("upstream", base.equals(name) ? "" : base);
        assembly.operatingSystem().ifPresent(system -> qualifiers.put("distro", system.distro()));
        String namespace = assembly.operatingSystem()
                .map(system -> system.id())
                .filter(id -> !id.isEmpty())
                .orElse("arch");
        var purl = new Purl("alpm", namespace, name, version, qualifiers);
        var identity = new Component.Identity(Component.Type.LIBRARY, "", name, version, Optional.of(purl));
        var place = new ComponentDraft.Place(cataloger, sighting.path(), sighting.span());
        ComponentDraft draft = assembly.add(new ComponentDraft(identity, PackageFields.declared(finding), place));
        packages.put(draft, sighting);
        byFolder.put(ImagePath.folder(sighting.path()), draft);
        byName.putIfAbsent(name, draft);
        PackageFields.list(finding, PackageFields.PROVIDES).forEach(other -> byProvided.putIfAbsent(other, draft));
    }

    void own(String folder, Finding files) {
        // A list without the package's description accounts for nothing.
        Optional.ofNullable(byFolder.get(folder))
                .ifPresent(known -> OwnedFiles.own(files, Optional.of(known), assembly));
    }

    void connect() {
        packages.forEach((draft, sighting) -> {
            PackageFields.limits(sighting, assembly);
            for (String name : PackageFields.list(sighting.finding(), PackageFields.REQUIRES)) {
                Optional.ofNullable(byName.getOrDefault(name, byProvided.get(name)))
                        .ifPresent(draft::dependsOn);
            }
        });
    }
}
