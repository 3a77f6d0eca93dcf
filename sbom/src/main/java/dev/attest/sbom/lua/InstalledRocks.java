package dev.attest.sbom.lua;

import dev.attest.sbom.Component;
import dev.attest.sbom.Purl;
import dev.attest.sbom.catalog.Assembly;
import dev.attest.sbom.catalog.ComponentDraft;
import dev.attest.sbom.catalog.Finding;
import dev.attest.sbom.catalog.MergedRecords.Sighting;
import dev.attest.sbom.catalog.Neighbours;
import dev.attest.sbom.catalog.OwnedFiles;
import dev.attest.sbom.catalog.PackageFields;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The rocks of an image as components; each accounts for its folder, its libraries and its programs. */
final class InstalledRocks {
    private final String cataloger;
    private final Assembly assembly;
    private final Neighbours neighbours = new Neighbours();
    private final Map<ComponentDraft, Sighting> rocks = new LinkedHashMap<>();
    private final Map<String, ComponentDraft> byFolder = new HashMap<>();

    InstalledRocks(String cataloger, Assembly assembly) {
        this.cataloger = cataloger;
        this.assembly = assembly;
    }

    void add(Sighting sighting) {
        Finding finding = sighting.finding();
        String name = finding.text(PackageFields.NAME);
        Optional<RockPath> rock = RockPath.of(sighting.path());
        if (name.isEmpty() || rock.isEmpty()) {
            return;
        }
        String version = finding.text(PackageFields.VERSION);
        Optional<Purl> purl = Purl.of("luarocks", "", name, version.toLowerCase(Locale.ROOT));
        var identity = new Component.Identity(Component.Type.LIBRARY, "", name, version, purl);
        var place = new ComponentDraft.Place(cataloger, sighting.path(), sighting.span());
        ComponentDraft draft = assembly.add(new ComponentDraft(identity, PackageFields.declared(finding), place));
        assembly.owner(sighting.path()).ifPresent(owner -> owner.contains(draft));
        rocks.put(draft, sighting);
        neighbours.add(rock.get().tree(), name, draft);
        byFolder.put(rock.get().folder(), draft);
        assembly.own(rock.get().folder(), draft);
    }

    void own(Sighting sighting) {
        RockPath.of(sighting.path())
                .filter(RockPath::isManifest)
                .flatMap(rock -> Optional.ofNullable(byFolder.get(rock.folder())))
                .ifPresent(rock -> OwnedFiles.own(sighting.finding(), Optional.of(rock), assembly));
    }

    void connect() {
        rocks.forEach((draft, sighting) -> {
            PackageFields.limits(sighting, assembly);
            String tree = RockPath.of(sighting.path()).map(RockPath::tree).orElse("");
            PackageFields.list(sighting.finding(), PackageFields.REQUIRES)
                    .forEach(name -> neighbours.find(tree, name).ifPresent(draft::dependsOn));
        });
    }
}
