package dev.attest.sbom.node;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.attest.json.MalformedJsonException;
import dev.attest.json.StrictJson;
import dev.attest.sbom.catalog.Finding;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * A package.json (npm's package.json(5)) as a finding: name, version, licence, author, and the names of what it depends
 * on. A file that cannot be read is a finding too, with the reason in {@code unread} or {@code limit}: only the merged
 * image shows whether it matters.
 */
final class PackageJson {
    /** Larger ones stay unread: 1 MiB, twenty times the largest of a thousand packages. */
    static final int MAX_BYTES = 1 << 20;

    static final String NAME = "name";
    static final String VERSION = "version";
    static final String LICENCE = "licence";
    static final String SUPPLIER = "supplier";
    static final String DEPENDS = "depends";
    static final String DEVELOPMENT = "development";
    static final String BUNDLES = "bundles";
    static final String LIMIT = "limit";
    static final String UNREAD = "unread";

    private static final int MAX_NAMES = 1_000;
    private static final int MAX_NAMES_LENGTH = 32 << 10;
    private static final int MAX_TEXT = 500;
    private static final int MAX_PERSON = 1000;
    private static final Pattern VERSION_TEXT = Pattern.compile("[0-9A-Za-z][0-9A-Za-z.+_-]{0,255}");

    private final ObjectNode json;
    private final Map<String, String> fields = new TreeMap<>();

    private PackageJson(ObjectNode json) {
        this.json = json;
    }

    /** The finding of a file's bytes. */
    static Finding read(byte[] bytes) {
        // npm and Node take a byte order mark for none.
        boolean mark =
                bytes.length >= 3 && bytes[0] == (byte) 0xef && bytes[1] == (byte) 0xbb && bytes[2] == (byte) 0xbf;
        try {
            JsonNode node = StrictJson.parse(mark ? Arrays.copyOfRange(bytes, 3, bytes.length) : bytes, MAX_BYTES);
            return node instanceof ObjectNode object
                    ? new Finding(new PackageJson(object).fields())
                    : unread("not a JSON object");
        } catch (MalformedJsonException e) {
            return unread(String.valueOf(e.getMessage()));
        }
    }

    static Finding tooLarge(long size) {
        return new Finding(Map.of(LIMIT, size + " bytes, at most " + MAX_BYTES + " are read of a package.json"));
    }

    private static Finding unread(String reason) {
        return new Finding(Map.of(UNREAD, reason));
    }

    private Map<String, String> fields() {
        String name = text(json, "name");
        String version = text(json, "version").strip().replaceFirst("^[v=]+", "");
        if (!name.isEmpty() && !PackageName.isOne(name)) {
            return Map.of(UNREAD, "a name that npm does not allow");
        }
        if (!version.isEmpty() && !VERSION_TEXT.matcher(version).matches()) {
            return Map.of(UNREAD, "a version that npm does not allow");
        }
        fields.put(NAME, name);
        fields.put(VERSION, version);
        fields.put(LICENCE, clip(licence()));
        fields.put(SUPPLIER, clip(person(json.path("author"))));
        putNames(DEPENDS, List.of("dependencies", "optionalDependencies", "peerDependencies"));
        putNames(DEVELOPMENT, List.of("devDependencies"));
        putNames(BUNDLES, List.of("bundleDependencies", "bundledDependencies"));
        return fields;
    }

    /** One text or object today; of the list of older packages any one may be chosen. */
    private String licence() {
        JsonNode licence = json.has("license") ? json.path("license") : json.path("licenses");
        if (!licence.isArray()) {
            return oneLicence(licence);
        }
        var all = new TreeSet<String>();
        licence.forEach(one -> all.add(oneLicence(one)));
        all.remove("");
        return String.join(" OR ", all);
    }

    private static String oneLicence(JsonNode licence) {
        return (licence.isTextual() ? licence.textValue() : text(licence, "type")).strip();
    }

    /** {@code Name <mail> (address)}, or an object of the three; the address is left out. */
    private static String person(JsonNode author) {
        if (author.isTextual()) {
            // Longer ones are nobody's name and left out anyway.
            return author.textValue().length() > MAX_PERSON
                    ? ""
                    : author.textValue()
                            .replaceFirst("\\s*\\([^()]*\\)\\s*$", "")
                            .strip();
        }
        String name = text(author, "name").strip();
        String mail = text(author, "email").strip();
        return mail.isEmpty() ? name : (name + " <" + mail + ">").strip();
    }

    /** The members of objects, or the elements of arrays, that are names of packages. */
    private void putNames(String field, List<String> members) {
        var names = new TreeSet<String>();
        for (String member : members) {
            JsonNode value = json.path(member);
            if (value.isArray()) {
                value.forEach(element -> names.add(element.asText()));
            } else {
                value.fieldNames().forEachRemaining(names::add);
            }
        }
        names.removeIf(name -> !PackageName.isOne(name));
        String joined = String.join("\n", names);
        if (names.size() > MAX_NAMES || joined.length() > MAX_NAMES_LENGTH) {
            fields.put(LIMIT, names.size() + " " + field + " names, at most " + MAX_NAMES + " are read");
        } else {
            fields.put(field, joined);
        }
    }

    private static String clip(String text) {
        return text.length() <= MAX_TEXT ? text : "";
    }

    private static String text(JsonNode object, String name) {
        JsonNode value = object.path(name);
        return value.isTextual() ? value.textValue() : "";
    }
}
