package dev.attest.sbom.opkg;

import dev.attest.sbom.Component;
import dev.attest.sbom.Purl;
import dev.attest.sbom.catalog.Assembly;
import dev.attest.sbom.catalog.ComponentDraft;
import dev.attest.sbom.catalog.Finding;
import dev.attest.sbom.catalog.ImagePath;
import dev.attest.sbom.catalog.MergedRecords.Sighting;
import dev.attest.sbom.catalog.Neighbours;
import dev.attest.sbom.catalog.OwnedFiles;
import dev.attest.sbom.catalog.PackageFields;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The packages as components; a control file completes what status says, or stands for it where there is none. */
final class OpkgPackages {
    private final String cataloger;
    private final Assembly assembly;
    private final Neighbours neighbours = new Neighbours();
    private final Neighbours provided = new Neighbours();
    private final Map<ComponentDraft, Sighting> packages = new LinkedHashMap<>();
    private final Map<String, ComponentDraft> byName = new HashMap<>();

    OpkgPackages(String cataloger, Assembly assembly) {
        this.cataloger = cataloger;
        this.assembly = assembly;
    }

    void add(Sighting sighting) {
        Finding finding = sighting.finding();
        String name = finding.text(PackageFields.NAME);
        String version = finding.text(PackageFields.VERSION);
        var qualifiers = new HashMap<String, String>();
        qualifiers.put("arch", finding.text(PackageFields.ARCH));
        assembly.operatingSystem().ifPresent(system -> qualifiers.put("distro", system.distro()));
        String namespace = assembly.operatingSystem().map(system -> system.id()).orElse("");
        // No registered type yet; others write it so.
        var purl = new Purl("opkg", namespace, name, version, qualifiers);
        var identity = new Component.Identity(Component.Type.LIBRARY, "", name, version, Optional.of(purl));
        var place = new ComponentDraft.Place(cataloger, sighting.path(), sighting.span());
        ComponentDraft draft = assembly.add(new ComponentDraft(identity, PackageFields.declared(finding), place));
        packages.put(draft, sighting);
        byName.putIfAbsent(name, draft);
        neighbours.add("", name, draft);
        PackageFields.list(finding, PackageFields.PROVIDES).forEach(other -> provided.add("", other, draft));
    }

    void complete(Sighting sighting) {
        ComponentDraft draft = byName.get(sighting.finding().text(PackageFields.NAME));
        if (draft == null) {
            add(sighting);
        } else {
            draft.complete(PackageFields.declared(sighting.finding()));
        }
    }

    void own(Sighting sighting) {
        String file = ImagePath.name(sighting.path());
        Optional<ComponentDraft> owner =
                Optional.ofNullable(byName.get(file.substring(0, file.length() - ".list".length())));
        // A list of no package that is there accounts for nothing.
        owner.ifPresent(known -> OwnedFiles.own(sighting.finding(), Optional.of(known), assembly));
    }

    void connect() {
        packages.forEach((draft, sighting) -> {
            PackageFields.limits(sighting, assembly);
            for (String name : PackageFields.list(sighting.finding(), PackageFields.REQUIRES)) {
                neighbours.find("", name).or(() -> provided.find("", name)).ifPresent(draft::dependsOn);
            }
        });
    }
}
