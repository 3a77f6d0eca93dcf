package dev.attest.sbom.apk;

import dev.attest.sbom.Component;
import dev.attest.sbom.Purl;
import dev.attest.sbom.catalog.Assembly;
import dev.attest.sbom.catalog.ComponentDraft;
import dev.attest.sbom.catalog.Finding;
import dev.attest.sbom.catalog.MergedRecords.Sighting;
import dev.attest.sbom.catalog.OwnedFiles;
import dev.attest.sbom.catalog.WebAddress;
import dev.attest.sbom.licence.LicenceExpression;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The installed packages as components, with the dependencies among them. */
final class AlpinePackages {
    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40,64}(-dirty)?");

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
        var place = new ComponentDraft.Place(cataloger, sighting.path(), sighting.span());
        ComponentDraft draft = assembly.add(new ComponentDraft(identity, declared(finding), place));
        byProvided.put(name, draft);
        words(finding.text("provides")).forEach(provided -> byProvided.putIfAbsent(provided, draft));
        depends.put(draft, finding.text("depends"));
        finding.children().forEach(files -> OwnedFiles.own(files, Optional.of(draft), assembly));
    }

    private static Component.Declared declared(Finding finding) {
        String homepage = finding.text("homepage");
        var properties = new HashMap<String, String>();
        properties.put("apk:checksum", checksum(finding.text("checksum")));
        properties.put("apk:commit", COMMIT.matcher(finding.text("commit")).matches() ? finding.text("commit") : "");
        return new Component.Declared(
                Optional.of(finding.text("supplier")).filter(text -> !text.isEmpty()),
                licences(finding.text("licence")),
                Map.of(),
                WebAddress.isOne(homepage) ? Map.of("website", homepage) : Map.of(),
                properties);
    }

    /** One expression; packages from before that was asked for give several separated by spaces. */
    private static List<String> licences(String text) {
        if (text.isEmpty() || LicenceExpression.parse(text).isPresent()) {
            return text.isEmpty() ? List.of() : List.of(text);
        }
        List<String> words = List.of(text.split(" "));
        boolean known =
                words.stream().allMatch(word -> LicenceExpression.parse(word).isPresent());
        return known ? words : List.of(text);
    }

    /** Of the package's control part, no file of the image: Q1 and a SHA-1 or Q2 and a SHA-256 in base64. */
    private static String checksum(String text) {
        String algorithm = text.startsWith("Q1") ? "sha1:" : text.startsWith("Q2") ? "sha256:" : "";
        try {
            return algorithm.isEmpty() || text.length() > 100
                    ? ""
                    : algorithm + HexFormat.of().formatHex(Base64.getDecoder().decode(text.substring(2)));
        } catch (IllegalArgumentException e) {
            return "";
        }
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
