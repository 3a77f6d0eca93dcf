package dev.attest.sbom.rlang;

import dev.attest.sbom.catalog.Finding;
import dev.attest.sbom.catalog.PackageFields;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A DESCRIPTION in Debian's control syntax (Writing R Extensions, section 1.1.1). */
final class Description {
    private static final int MAX_FIELD = 64 << 10;
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9.]{0,200}");
    private static final Pattern VERSION = Pattern.compile("[0-9]+([.-][0-9]+){0,20}");
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9._-]{1,100}");

    private Description() {}

    /** None where it is not that of an installed package in a folder of its name. */
    static Optional<Finding> read(byte[] bytes, String folder) {
        Map<String, String> fields = fields(new String(bytes, StandardCharsets.UTF_8));
        String name = fields.getOrDefault("Package", "");
        String version = fields.getOrDefault("Version", "");
        boolean installed = fields.containsKey("Built") && name.equals(folder);
        if (!installed
                || !NAME.matcher(name).matches()
                || !VERSION.matcher(version).matches()) {
            return Optional.empty();
        }
        var needed = Stream.of("Depends", "Imports", "LinkingTo")
                .flatMap(field -> names(fields.getOrDefault(field, "")))
                .toList();
        String remote = remote(fields);
        return Optional.of(new PackageFields()
                .put(PackageFields.NAME, name)
                .put(PackageFields.VERSION, version)
                .put(PackageFields.LICENCES, Licences.of(fields.getOrDefault("License", "")))
                .put(PackageFields.SUPPLIER, fields.getOrDefault("Maintainer", fields.getOrDefault("Author", "")))
                .put(PackageFields.REQUIRES, needed)
                .reference(PackageFields.WEBSITE, fields.getOrDefault("URL", "").split("[,\\s]", 2)[0])
                .reference(PackageFields.VCS, remote)
                .property("source:reference", fields.getOrDefault("RemoteSha", ""))
                .property("r:priority", fields.getOrDefault("Priority", ""))
                .property("r:repository", fields.getOrDefault("Repository", ""))
                .finding());
    }

    private static Map<String, String> fields(String text) {
        var fields = new TreeMap<String, String>();
        String field = "";
        for (String line : text.split("\n")) {
            int colon = line.indexOf(':');
            if (line.startsWith(" ") || line.startsWith("\t")) {
                fields.computeIfPresent(
                        field, (name, value) -> value.length() > MAX_FIELD ? value : value + " " + line.strip());
            } else if (colon > 0) {
                field = line.substring(0, colon).strip();
                fields.putIfAbsent(field, line.substring(colon + 1).strip());
            }
        }
        return fields;
    }

    /** {@code R (>= 4.0), utils} is the name utils. */
    private static Stream<String> names(String relations) {
        return Arrays.stream(relations.split(","))
                .map(relation -> relation.strip().split("[\\s(]", 2)[0])
                .filter(name -> !name.equals("R") && NAME.matcher(name).matches());
    }

    /** Where a package came from that remotes or renv installed from a forge. */
    private static String remote(Map<String, String> fields) {
        List<String> parts = List.of(fields.getOrDefault("RemoteUsername", ""), fields.getOrDefault("RemoteRepo", ""));
        boolean plain = parts.stream().allMatch(part -> WORD.matcher(part).matches());
        return switch (fields.getOrDefault("RemoteType", "")) {
            case "github" -> plain ? "https://github.com/" + String.join("/", parts) : "";
            case "gitlab" -> plain ? "https://gitlab.com/" + String.join("/", parts) : "";
            case "git2r", "git", "xgit" -> fields.getOrDefault("RemoteUrl", "");
            default -> "";
        };
    }
}
