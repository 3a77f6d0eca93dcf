package dev.attest.sbom.php;

import com.fasterxml.jackson.databind.JsonNode;
import dev.attest.json.MalformedJsonException;
import dev.attest.json.StrictJson;
import dev.attest.sbom.Gap;
import dev.attest.sbom.catalog.Finding;
import dev.attest.sbom.catalog.PackageFields;
import dev.attest.sbom.catalog.UnreadFileException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Composer's list of what it installed, vendor/composer/installed.json: of Composer 1 an array of packages, of Composer 2
 * an object that also names those that only development needs.
 */
final class InstalledJson {
    /** Larger ones stay unread: 32 MiB, some 10,000 packages. */
    static final int MAX_BYTES = 32 << 20;

    /** Where the package lies, relative to the list. */
    static final String FOLDER = "folder";

    private static final int MAX_PACKAGES = 50_000;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,200}/[A-Za-z0-9._-]{1,200}");
    private static final Pattern VERSION = Pattern.compile("[!-~]{1,255}");
    private static final Pattern REFERENCE = Pattern.compile("[0-9A-Za-z._/-]{1,100}");

    private InstalledJson() {}

    static List<Finding> read(byte[] bytes) throws UnreadFileException {
        JsonNode json;
        try {
            json = StrictJson.parse(bytes, MAX_BYTES);
        } catch (MalformedJsonException e) {
            throw new UnreadFileException(Gap.Kind.UNREADABLE, String.valueOf(e.getMessage()));
        }
        JsonNode packages = json.isArray() ? json : json.path("packages");
        if (!packages.isArray()) {
            throw new UnreadFileException(Gap.Kind.UNREADABLE, "not a list of packages as Composer writes it");
        }
        if (packages.size() > MAX_PACKAGES) {
            throw new UnreadFileException(Gap.Kind.LIMIT, "more than " + MAX_PACKAGES + " packages");
        }
        var development = new HashSet<String>();
        json.path("dev-package-names").forEach(name -> development.add(name.asText()));
        var findings = new ArrayList<Finding>();
        for (JsonNode one : packages) {
            findings.add(finding(one, development));
        }
        return findings;
    }

    private static Finding finding(JsonNode json, Set<String> development) throws UnreadFileException {
        String name = text(json, "name");
        String version = text(json, "version");
        if (!NAME.matcher(name).matches() || !VERSION.matcher(version).matches()) {
            throw new UnreadFileException(Gap.Kind.UNREADABLE, "a package without a name and version of Composer's");
        }
        JsonNode source = json.path("source");
        String reference = text(source.isMissingNode() ? json.path("dist") : source, "reference");
        var provides = names(json, "provide");
        provides.addAll(names(json, "replace"));
        // Composer 1 does not say where, for there it can only be one place.
        String folder = json.has("install-path") ? text(json, "install-path") : "../" + name;
        return new PackageFields()
                .put(PackageFields.NAME, name)
                .put(PackageFields.VERSION, version)
                .put(PackageFields.LICENCES, licences(json.path("license")))
                .put(PackageFields.SUPPLIER, authors(json.path("authors")))
                .put(PackageFields.REQUIRES, names(json, "require"))
                .put(PackageFields.PROVIDES, provides)
                .put(FOLDER, folder)
                .reference(PackageFields.WEBSITE, text(json, "homepage"))
                .reference(PackageFields.VCS, text(source, "url"))
                .reference(PackageFields.DISTRIBUTION, text(json.path("dist"), "url"))
                .property("source:reference", REFERENCE.matcher(reference).matches() ? reference : "")
                .property("development", development.contains(name) ? "true" : "")
                .finding();
    }

    /** Of several licences any one may be chosen; an expression is one already. */
    private static String licences(JsonNode licence) {
        var all = new TreeSet<String>();
        if (licence.isTextual()) {
            all.add(licence.textValue().strip());
        }
        licence.forEach(one -> all.add(one.asText().strip()));
        all.remove("");
        if (all.size() == 1) {
            return all.first();
        }
        return String.join(" OR ", all.stream().map(InstalledJson::operand).toList());
    }

    private static String operand(String licence) {
        boolean compound = licence.indexOf(' ') >= 0 && !licence.startsWith("(");
        return compound ? "(" + licence + ")" : licence;
    }

    private static String authors(JsonNode authors) {
        var names = new ArrayList<String>();
        for (JsonNode author : authors) {
            String name = text(author, "name");
            String mail = text(author, "email");
            names.add(mail.isEmpty() ? name : (name + " <" + mail + ">").strip());
        }
        return String.join(", ", names.stream().filter(name -> !name.isEmpty()).toList());
    }

    /** Names of packages; {@code php} and {@code ext-…} are none. */
    private static Set<String> names(JsonNode json, String member) {
        var names = new TreeSet<String>();
        json.path(member).fieldNames().forEachRemaining(names::add);
        names.removeIf(name -> !NAME.matcher(name).matches());
        return names;
    }

    private static String text(JsonNode object, String name) {
        JsonNode value = object.path(name);
        return value.isTextual() ? value.textValue() : "";
    }
}
