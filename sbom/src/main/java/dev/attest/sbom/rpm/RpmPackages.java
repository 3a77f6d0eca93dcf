package dev.attest.sbom.rpm;

import dev.attest.sbom.Component;
import dev.attest.sbom.OperatingSystem;
import dev.attest.sbom.Purl;
import dev.attest.sbom.catalog.Assembly;
import dev.attest.sbom.catalog.ComponentDraft;
import dev.attest.sbom.catalog.Finding;
import dev.attest.sbom.catalog.MergedRecords.Sighting;
import dev.attest.sbom.catalog.OwnedFiles;
import dev.attest.sbom.catalog.WebAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The installed packages as components, with the dependencies among them. */
final class RpmPackages {
    /** What rpm makes of a key that was imported: no software, but something the system trusts. */
    private static final String KEY = "gpg-pubkey";

    private final String cataloger;
    private final Assembly assembly;
    private final List<Installed> installed = new ArrayList<>();

    private record Installed(Finding finding, ComponentDraft draft) {}

    RpmPackages(String cataloger, Assembly assembly) {
        this.cataloger = cataloger;
        this.assembly = assembly;
    }

    void add(Sighting sighting) {
        Finding finding = sighting.finding();
        String name = finding.text("name");
        String version = finding.text("version");
        String epoch = finding.text("epoch").equals("0") ? "" : finding.text("epoch");
        var purl = new Purl("rpm", namespace(), name, version, qualifiers(finding, epoch));
        var type = name.equals(KEY) ? Component.Type.CRYPTOGRAPHIC_ASSET : Component.Type.LIBRARY;
        String full = epoch.isEmpty() ? version : epoch + ":" + version;
        var identity = new Component.Identity(type, "", name, full, Optional.of(purl));
        String homepage = finding.text("homepage");
        var declared = new Component.Declared(
                Optional.of(finding.text("supplier")).filter(text -> !text.isEmpty()),
                type == Component.Type.LIBRARY ? FedoraLicences.of(finding.text("licence")) : List.of(),
                Map.of(),
                WebAddress.isOne(homepage) ? Map.of("website", homepage) : Map.of(),
                Map.of());
        var place = new ComponentDraft.Place(cataloger, sighting.path(), sighting.span());
        ComponentDraft draft = assembly.add(new ComponentDraft(identity, declared, place));
        installed.add(new Installed(finding, draft));
        finding.children().forEach(files -> OwnedFiles.own(files, Optional.of(draft), assembly));
    }

    /** Adds an edge for every name or file that a package requires and an installed one provides. */
    void connect() {
        Map<String, List<Installed>> providers = providers();
        for (Installed one : installed) {
            for (String name : lines(one.finding().text("requires"))) {
                List<Installed> found = providers.getOrDefault(name, List.of());
                if (found.stream().noneMatch(other -> other.draft().equals(one.draft()))) {
                    found.stream()
                            .filter(other -> arch(other).equals(arch(one)))
                            .findFirst()
                            .or(() -> found.stream().findFirst())
                            .ifPresent(other -> one.draft().dependsOn(other.draft()));
                }
            }
        }
    }

    private Map<String, List<Installed>> providers() {
        Set<String> required = new HashSet<>();
        installed.forEach(one -> required.addAll(lines(one.finding().text("requires"))));
        var providers = new HashMap<String, List<Installed>>();
        for (Installed one : installed) {
            Set<String> provided = new HashSet<>(lines(one.finding().text("provides")));
            provided.add(one.finding().text("name"));
            for (Finding files : one.finding().children()) {
                OwnedFiles.paths(files).forEach(path -> provided.add("/" + path));
            }
            for (String name : provided) {
                if (required.contains(name)) {
                    providers.computeIfAbsent(name, key -> new ArrayList<>()).add(one);
                }
            }
        }
        return providers;
    }

    private static String arch(Installed one) {
        return one.finding().text("arch");
    }

    private static List<String> lines(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split("\n"));
    }

    /** The vendor: os-release's id, where others who name these packages do not use another word for it. */
    private String namespace() {
        String id = assembly.operatingSystem()
                .map(OperatingSystem::id)
                .orElse("linux")
                .toLowerCase(Locale.ROOT);
        if (id.startsWith("opensuse")) {
            return "opensuse";
        }
        return id.equals("rhel") ? "redhat" : id;
    }

    private Map<String, String> qualifiers(Finding finding, String epoch) {
        var qualifiers = new HashMap<String, String>();
        qualifiers.put("arch", finding.text("arch"));
        qualifiers.put("epoch", epoch);
        qualifiers.put("upstream", finding.text("source"));
        // grype reads the one name, trivy the other.
        qualifiers.put("modularitylabel", finding.text("module"));
        qualifiers.put("rpmmod", finding.text("module"));
        assembly.operatingSystem().ifPresent(system -> qualifiers.put("distro", system.distro()));
        return qualifiers;
    }
}
