package dev.attest.sbom.apk;

import dev.attest.sbom.Component;
import dev.attest.sbom.Purl;
import dev.attest.sbom.catalog.Assembly;
import dev.attest.sbom.catalog.ComponentDraft;
import dev.attest.sbom.catalog.Finding;
import dev.attest.sbom.catalog.MergedRecords.Sighting;
import dev.attest.sbom.catalog.OwnedFiles;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The installed packages as components, with the dependencies among them. */
final class AlpinePackages {
    private final String cataloger;
    private final Assembly assembly;
    private final Map<ComponentDraft, String> depends = new LinkedHashMap<>();
    private final Map<String, ComponentDraft> byProvided = new HashMap<>();

    AlpinePackages(String cataloger, Assembly assembly) {
        this.cataloger = cataloger;
        this.assembly = assembly;
    }

    void add(Sighting sighting) {
        Finding finding = sighting.finding();
        String name = finding.text("name");
        String version = finding.text("version");
        var qualifiers = new HashMap<String, String>();
        qualifiers.put("arch", finding.text("arch"));
        qualifiers.put("upstream", finding.text("source").equals(name) ? "" : finding.text("source"));
        assembly.operatingSystem().ifPresent(system -> qualifiers.put("distro", system.distro()));
        String namespace = assembly.operatingSystem()
                .map(system -> system.id())
                .filter(id -> !id.isEmpty())
                .orElse("alpine");
        var purl = new Purl("apk", namespace, name, version, qualifiers);
        var identity = new Component.Identity(Component.Type.LIBRARY, "", name, version, Optional.of(purl));
        var declared = new Component.Declared(
                Optional.of(finding.text("supplier")).filter(text -> !text.isEmpty()),
                finding.text("licence").isEmpty() ? List.of() : List.of(finding.text("licence")),
                Map.of());
        var place = new ComponentDraft.Place(cataloger, sighting.path(), sighting.span());
        ComponentDraft draft = assembly.add(new ComponentDraft(identity, declared, place));
        byProvided.put(name, draft);
        words(finding.text("provides")).forEach(provided -> byProvided.putIfAbsent(provided, draft));
        depends.put(draft, finding.text("depends"));
        finding.children().forEach(files -> OwnedFiles.own(files, Optional.of(draft), assembly));
    }

    /** Adds the edges that are recorded; {@code !name} is a conflict and none. */
    void connect() {
        depends.forEach((draft, text) -> words(text).forEach(name -> {
            ComponentDraft other = byProvided.get(name);
            if (other != null) {
                draft.dependsOn(other);
            }
        }));
    }

    private static List<String> words(String relations) {
        return Arrays.stream(relations.split(" "))
                .map(word -> word.split("[<>=~@]", 2)[0])
                .filter(word -> !word.isEmpty() && !word.startsWith("!"))
                .toList();
    }
}
