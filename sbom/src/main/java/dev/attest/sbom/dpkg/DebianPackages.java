package dev.attest.sbom.dpkg;

import dev.attest.sbom.Component;
import dev.attest.sbom.Purl;
import dev.attest.sbom.catalog.Assembly;
import dev.attest.sbom.catalog.ComponentDraft;
import dev.attest.sbom.catalog.Finding;
import dev.attest.sbom.catalog.MergedRecords.Sighting;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The installed packages as components, with the dependencies among them. */
final class DebianPackages {
    private static final String INFO = "var/lib/dpkg/info/";

    private final String cataloger;
    private final Assembly assembly;
    private final Map<ComponentDraft, String> depends = new LinkedHashMap<>();
    private final Map<String, ComponentDraft> byName = new HashMap<>();
    private final Map<String, ComponentDraft> byProvided = new HashMap<>();
    private final Map<String, ComponentDraft> byList = new HashMap<>();

    DebianPackages(String cataloger, Assembly assembly) {
        this.cataloger = cataloger;
        this.assembly = assembly;
    }

    void add(Sighting sighting) {
        Finding finding = sighting.finding();
        String name = finding.text("name");
        String version = finding.text("version");
        var purl = new Purl("deb", namespace(), name, version, qualifiers(finding));
        var identity = new Component.Identity(Component.Type.LIBRARY, "", name, version, Optional.of(purl));
        var declared = new Component.Declared(
                Optional.of(finding.text("supplier")).filter(text -> !text.isEmpty()), List.of(), Map.of());
        var place = new ComponentDraft.Place(cataloger, sighting.path(), sighting.span());
        ComponentDraft draft = assembly.add(new ComponentDraft(identity, declared, place));
        byName.putIfAbsent(name, draft);
        byList.put(sighting.path() + ".md5sums", draft);
        byList.putIfAbsent(INFO + name + ".list", draft);
        byList.put(INFO + name + ":" + finding.text("arch") + ".list", draft);
        names(finding.text("provides")).forEach(provided -> byProvided.putIfAbsent(provided.get(0), draft));
        depends.put(draft, finding.text("depends"));
    }

    /** The package whose files the list at this path names. */
    Optional<ComponentDraft> ofList(String path) {
        return Optional.ofNullable(byList.get(path));
    }

    /** Adds the edges that are recorded: of alternatives, the first that is installed. */
    void connect() {
        depends.forEach((draft, text) -> {
            for (List<String> alternatives : names(text)) {
                alternatives.stream()
                        .map(name -> byName.getOrDefault(name, byProvided.get(name)))
                        .filter(other -> other != null)
                        .findFirst()
                        .ifPresent(draft::dependsOn);
            }
        });
    }

    private String namespace() {
        return assembly.operatingSystem()
                .map(system -> system.id())
                .filter(id -> !id.isEmpty())
                .orElse("debian");
    }

    private Map<String, String> qualifiers(Finding finding) {
        var qualifiers = new HashMap<String, String>();
        qualifiers.put("arch", finding.text("arch"));
        assembly.operatingSystem().ifPresent(system -> qualifiers.put("distro", system.distro()));
        String source = finding.text("source");
        String sourceVersion = finding.text("sourceVersion");
        if (!source.isEmpty()) {
            qualifiers.put("upstream", sourceVersion.isEmpty() ? source : source + "@" + sourceVersion);
        }
        return qualifiers;
    }

    /** {@code a (>= 1) | b, c:any} is the names a or b, and c. */
    private static List<List<String>> names(String relations) {
        return Arrays.stream(relations.split(","))
                .filter(relation -> !relation.isBlank())
                .map(relation -> Arrays.stream(relation.split("\\|"))
                        .map(name -> name.strip().split("[\\s(:\\[<]", 2)[0])
                        .toList())
                .toList();
    }
}
