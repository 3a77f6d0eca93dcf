package dev.attest.sbom.rlang;

import dev.attest.sbom.Component;
import dev.attest.sbom.Purl;
import dev.attest.sbom.catalog.Assembly;
import dev.attest.sbom.catalog.ComponentDraft;
import dev.attest.sbom.catalog.Finding;
import dev.attest.sbom.catalog.ImagePath;
import dev.attest.sbom.catalog.MergedRecords.Sighting;
import dev.attest.sbom.catalog.Neighbours;
import dev.attest.sbom.catalog.PackageFields;
import java.util.LinkedHashMap;
import java.util.Map;

/** The packages of R's libraries as components; each accounts for its folder. */
final class LibraryPackages {
    private final String cataloger;
    private final Assembly assembly;
    private final Neighbours neighbours = new Neighbours();
    private final Map<ComponentDraft, Sighting> packages = new LinkedHashMap<>();

    LibraryPackages(String cataloger, Assembly assembly) {
        this.cataloger = cataloger;
        this.assembly = assembly;
    }

    void add(Sighting sighting) {
        Finding finding = sighting.finding();
        String name = finding.text(PackageFields.NAME);
        String version = finding.text(PackageFields.VERSION);
        var identity =
                new Component.Identity(Component.Type.LIBRARY, "", name, version, Purl.of("cran", "", name, version));
        var place = new ComponentDraft.Place(cataloger, sighting.path(), sighting.span());
        ComponentDraft draft = assembly.add(new ComponentDraft(identity, PackageFields.declared(finding), place));
        assembly.owner(sighting.path()).ifPresent(owner -> owner.contains(draft));
        packages.put(draft, sighting);
        neighbours.add(library(sighting), name, draft);
        assembly.own(ImagePath.folder(sighting.path()), draft);
    }

    void connect() {
        packages.forEach((draft, sighting) -> {
            PackageFields.limits(sighting, assembly);
            PackageFields.list(sighting.finding(), PackageFields.REQUIRES)
                    .forEach(name -> neighbours.find(library(sighting), name).ifPresent(draft::dependsOn));
        });
    }

    private static String library(Sighting sighting) {
        return ImagePath.folder(ImagePath.folder(sighting.path()));
    }
}
