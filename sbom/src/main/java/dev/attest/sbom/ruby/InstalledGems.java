package dev.attest.sbom.ruby;

import dev.attest.oci.MergedView.Located;
import dev.attest.sbom.Component;
import dev.attest.sbom.Gap;
import dev.attest.sbom.Purl;
import dev.attest.sbom.catalog.Assembly;
import dev.attest.sbom.catalog.ComponentDraft;
import dev.attest.sbom.catalog.Finding;
import dev.attest.sbom.catalog.MergedRecords.Sighting;
import dev.attest.sbom.catalog.Neighbours;
import dev.attest.sbom.catalog.PackageFields;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The gems of an image as components; each accounts for its folder and for what was compiled for it. */
final class InstalledGems {
    private static final String EXTENSIONS = "extensions/";

    private final String cataloger;
    private final Assembly assembly;
    private final Neighbours neighbours = new Neighbours();
    private final Map<ComponentDraft, Sighting> gems = new LinkedHashMap<>();
    private final Map<String, ComponentDraft> byExtension = new HashMap<>();

    InstalledGems(String cataloger, Assembly assembly) {
        this.cataloger = cataloger;
        this.assembly = assembly;
    }

    void add(Sighting sighting) {
        Finding finding = sighting.finding();
        String name = finding.text(PackageFields.NAME);
        Optional<GemPath> path = GemPath.of(sighting.path());
        if (name.isEmpty() || path.isEmpty()) {
            assembly.gap(new Gap(
                    Gap.Kind.UNIDENTIFIED, sighting.path(), "a gemspec that does not say name and version literally"));
            return;
        }
        var place = new ComponentDraft.Place(cataloger, sighting.path(), sighting.span());
        var draft = new ComponentDraft(identity(finding), declared(finding, path.get()), place);
        assembly.add(draft);
        assembly.owner(sighting.path()).ifPresent(owner -> owner.contains(draft));
        gems.put(draft, sighting);
        neighbours.add(path.get().home(), name, draft);
        own(finding, path.get(), draft);
    }

    private static Component.Identity identity(Finding finding) {
        String name = finding.text(PackageFields.NAME);
        String version = finding.text(PackageFields.VERSION);
        String platform = finding.text(PackageFields.ARCH);
        Map<String, String> qualifiers =
                platform.equals(FullName.ANY_PLATFORM) ? Map.of() : Map.of("platform", platform);
        return new Component.Identity(
                Component.Type.LIBRARY, "", name, version, Optional.of(new Purl("gem", "", name, version, qualifiers)));
    }

    private static Component.Declared declared(Finding finding, GemPath path) {
        Component.Declared declared = PackageFields.declared(finding);
        return path.isDefault() ? declared.with("gem:default", "true") : declared;
    }

    private void own(Finding finding, GemPath path, ComponentDraft draft) {
        if (!path.checkout().isEmpty()) {
            assembly.own(path.checkout(), draft);
            return;
        }
        String full = new FullName(
                        finding.text(PackageFields.NAME),
                        finding.text(PackageFields.VERSION),
                        finding.text(PackageFields.ARCH))
                .toString();
        assembly.own(path.home() + "gems/" + full, draft);
        byExtension.put(path.home() + EXTENSIONS + full, draft);
    }

    /** Adds the edges among gems of one home, and what lies under extensions/PLATFORM/ABI/FULL-NAME. */
    void connect() {
        gems.forEach((draft, sighting) -> {
            PackageFields.limits(sighting, assembly);
            String home = GemPath.of(sighting.path()).map(GemPath::home).orElse("");
            PackageFields.list(sighting.finding(), PackageFields.REQUIRES)
                    .forEach(name -> neighbours.find(home, name).ifPresent(draft::dependsOn));
        });
        if (!byExtension.isEmpty()) {
            assembly.entries().stream().map(Located::path).forEach(this::ownExtension);
        }
    }

    private void ownExtension(String path) {
        int at = path.indexOf("/" + EXTENSIONS);
        if (at < 0) {
            return;
        }
        int start = at + 1 + EXTENSIONS.length();
        String[] parts = path.substring(start).split("/", 4);
        ComponentDraft gem = parts.length < 3 ? null : byExtension.get(path.substring(0, start) + parts[2]);
        if (gem != null) {
            assembly.own(path.substring(0, start) + parts[0] + "/" + parts[1] + "/" + parts[2], gem);
        }
    }
}
