package dev.attest.sbom.dpkg;

import dev.attest.sbom.Component;
import dev.attest.sbom.MalformedContentException;
import dev.attest.sbom.Purl;
import dev.attest.sbom.catalog.Assembly;
import dev.attest.sbom.catalog.ComponentDraft;
import dev.attest.sbom.catalog.Finding;
import dev.attest.sbom.catalog.MergedRecords;
import dev.attest.sbom.catalog.MergedRecords.Sighting;
import dev.attest.sbom.catalog.WebAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The installed packages as components, with the dependencies among them. */
final class DebianPackages {
    private static final String INFO = "var/lib/dpkg/info/";

    private final String cataloger;
    private final Assembly assembly;
    private final MergedRecords records;
    private final DebianLicences licences = new DebianLicences();
    private final Dependencies dependencies = new Dependencies();
    private final Map<String, ComponentDraft> byList = new HashMap<>();

    DebianPackages(String cataloger, Assembly assembly, MergedRecords records) {
        this.cataloger = cataloger;
        this.assembly = assembly;
        this.records = records;
    }

    void add(Sighting sighting) {
        Finding finding = sighting.finding();
        String name = finding.text("name");
        String version = finding.text("version");
        var purl = new Purl("deb", namespace(), name, version, qualifiers(finding));
        var identity = new Component.Identity(Component.Type.LIBRARY, "", name, version, Optional.of(purl));
        var place = new ComponentDraft.Place(cataloger, sighting.path(), sighting.span());
        ComponentDraft draft = assembly.add(new ComponentDraft(identity, declared(finding), place));
        byList.put(sighting.path() + ".md5sums", draft);
        byList.putIfAbsent(INFO + name + ".list", draft);
        byList.put(INFO + name + ":" + finding.text("arch") + ".list", draft);
        dependencies.add(finding, draft);
    }

    /** The package whose files the list at this path names. */
    Optional<ComponentDraft> ofList(String path) {
        return Optional.ofNullable(byList.get(path));
    }

    /** Adds the edges that are recorded. */
    void connect() throws MalformedContentException {
        dependencies.connect();
    }

    private Component.Declared declared(Finding finding) {
        var properties = new HashMap<String, String>();
        properties.put("dpkg:essential", finding.text("essential").equals("yes") ? "yes" : "");
        properties.put("dpkg:state", finding.text("state").equals("installed") ? "" : finding.text("state"));
        List<String> found = List.of();
        // The folder may be a link to that of another package of the same source.
        for (Sighting copyright :
                records.at(CopyrightFile.of(finding.text("name"))).orElse(List.of())) {
            String referred = copyright.finding().text(CopyrightFile.REFERENCES);
            String named = copyright.finding().text(CopyrightFile.LICENCES);
            properties.put("licence:evidence", referred.isEmpty() ? "" : "common-licenses");
            found = licences.expressions(referred.isEmpty() ? named : referred);
            long unnamed = licences.unnamed(named);
            properties.put("licence:unnamed", named.isEmpty() || unnamed == 0 ? "" : String.valueOf(unnamed));
        }
        String homepage = finding.text("homepage");
        return new Component.Declared(
                Optional.of(finding.text("supplier")).filter(text -> !text.isEmpty()),
                found,
                Map.of(),
                WebAddress.isOne(homepage) ? Map.of("website", homepage) : Map.of(),
                properties);
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
}
