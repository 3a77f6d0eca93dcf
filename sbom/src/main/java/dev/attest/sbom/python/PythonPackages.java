package dev.attest.sbom.python;

import dev.attest.sbom.Component;
import dev.attest.sbom.Gap;
import dev.attest.sbom.Purl;
import dev.attest.sbom.catalog.Assembly;
import dev.attest.sbom.catalog.ComponentDraft;
import dev.attest.sbom.catalog.Finding;
import dev.attest.sbom.catalog.MergedRecords;
import dev.attest.sbom.catalog.MergedRecords.Sighting;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The distributions of an image as components, with what they require among those beside them. */
final class PythonPackages {
    private final String cataloger;
    private final Assembly assembly;
    private final Map<String, ComponentDraft> byRoot = new LinkedHashMap<>();
    private final Map<String, Map<String, ComponentDraft>> byName = new HashMap<>();
    private final Map<String, Finding> origins = new HashMap<>();
    private final Map<String, List<Finding>> requirements = new HashMap<>();

    PythonPackages(String cataloger, Assembly assembly) {
        this.cataloger = cataloger;
        this.assembly = assembly;
    }

    void add(MergedRecords records) {
        records.all().forEach((path, sightings) -> {
            if (is(path, EvidencePath.DIRECT_URL)) {
                sightings.forEach(sighting -> origins.put(EvidencePath.root(path), sighting.finding()));
            }
        });
        records.all().forEach((path, sightings) -> {
            if (is(path, EvidencePath.METADATA) || is(path, EvidencePath.EGG)) {
                sightings.forEach(this::add);
            } else if (is(path, EvidencePath.REQUIRES)) {
                sightings.forEach(sighting -> require(EvidencePath.root(path), sighting.finding()));
            }
        });
        records.all().forEach((path, sightings) -> {
            if (is(path, EvidencePath.FILES)) {
                sightings.forEach(this::own);
            }
        });
        requirements.forEach(this::connect);
    }

    private static boolean is(String path, EvidencePath kind) {
        return EvidencePath.of(path).equals(Optional.of(kind));
    }

    private void add(Sighting sighting) {
        Finding finding = sighting.finding();
        String root = EvidencePath.root(sighting.path());
        String name = finding.text(Metadata.NAME);
        if (EvidencePath.isSample(root) || name.equals("Python")) {
            return;
        }
        if (name.isEmpty()) {
            assembly.gap(new Gap(Gap.Kind.UNREADABLE, sighting.path(), "a link to a file of another kind"));
            return;
        }
        String inner = finding.text(Metadata.INNER);
        String path = inner.isEmpty() ? sighting.path() : sighting.path() + "!/" + inner;
        if (finding.text(Metadata.VERSION).isEmpty()) {
            assembly.gap(new Gap(Gap.Kind.UNIDENTIFIED, path, "metadata without a version"));
        }
        var place = new ComponentDraft.Place(cataloger, path, sighting.span());
        ComponentDraft draft = assembly.add(new ComponentDraft(identity(finding, root), declared(finding), place));
        assembly.owner(sighting.path()).ifPresent(owner -> owner.contains(draft));
        byRoot.put(root, draft);
        byName.computeIfAbsent(DistributionName.normalised(name), key -> new LinkedHashMap<>())
                .putIfAbsent(EvidencePath.folder(root), draft);
        require(root, finding);
    }

    private Component.Identity identity(Finding finding, String root) {
        String name = finding.text(Metadata.NAME);
        String version = finding.text(Metadata.VERSION);
        var qualifiers = new HashMap<String, String>();
        Optional.ofNullable(origins.get(root)).ifPresent(origin -> qualifiers.putAll(origin.fields()));
        // A purl's version is compared without case here, and the canonical one is the lower.
        Optional<Purl> purl = version.isEmpty()
                ? Optional.empty()
                : Optional.of(new Purl(
                        "pypi", "", DistributionName.normalised(name), version.toLowerCase(Locale.ROOT), qualifiers));
        return new Component.Identity(Component.Type.LIBRARY, "", name, version, purl);
    }

    private static Component.Declared declared(Finding finding) {
        String licences = finding.text(Metadata.LICENCES);
        return new Component.Declared(
                Optional.of(finding.text(Metadata.SUPPLIER)).filter(text -> !text.isEmpty()),
                licences.isEmpty() ? List.of() : List.of(licences.split("\n")),
                Map.of());
    }

    private void require(String root, Finding finding) {
        requirements.computeIfAbsent(root, key -> new ArrayList<>()).add(finding);
    }

    private void own(Sighting sighting) {
        String root = EvidencePath.root(sighting.path());
        ComponentDraft draft = byRoot.get(root);
        if (draft == null) {
            return;
        }
        // RECORD counts from the folder around the dist-info, installed-files.txt from the egg-info itself.
        String base = sighting.path().endsWith("/RECORD") ? EvidencePath.folder(root) : root;
        InstalledFiles.paths(sighting.finding(), base).forEach(path -> assembly.own(path, draft));
    }

    private void connect(String root, List<Finding> findings) {
        ComponentDraft draft = byRoot.get(root);
        if (draft == null) {
            return;
        }
        for (Finding finding : findings) {
            for (String name : finding.text(Metadata.REQUIRES).split("\n")) {
                find(EvidencePath.folder(root), name).ifPresent(draft::dependsOn);
            }
        }
    }

    /** What lies beside the distribution, else the only one of the image. */
    private Optional<ComponentDraft> find(String folder, String name) {
        Map<String, ComponentDraft> places = byName.getOrDefault(name, Map.of());
        return Optional.ofNullable(places.get(folder))
                .or(() -> places.size() == 1 ? places.values().stream().findFirst() : Optional.empty());
    }
}
