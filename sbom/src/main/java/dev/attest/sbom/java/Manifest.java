package dev.attest.sbom.java;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The main attributes of META-INF/MANIFEST.MF (JAR File Specification), read leniently; names keep their case. */
final class Manifest {
    static final Manifest NONE = new Manifest(Map.of(), true);

    private static final List<String> VERSIONS =
            List.of("Implementation-Version", "Bundle-Version", "Plugin-Version", "Specification-Version");

    private final Map<String, String> attributes;
    private final boolean ends;

    private Manifest(Map<String, String> attributes, boolean ends) {
        this.attributes = attributes;
        this.ends = ends;
    }

    static Manifest parse(byte[] bytes) {
        var attributes = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        String text =
                new String(bytes, StandardCharsets.UTF_8).replace("\r\n", "\n").replace('\r', '\n');
        for (String line : text.replace("\n ", "").split("\n", -1)) {
            if (line.isEmpty() && !attributes.isEmpty()) {
                return new Manifest(attributes, true);
            }
            int colon = line.indexOf(": ");
            if (colon > 0) {
                attributes.putIfAbsent(
                        line.substring(0, colon), line.substring(colon + 2).strip());
            }
        }
        return new Manifest(attributes, false);
    }

    /** An attribute's value, empty where there is none or a build left its placeholder. */
    String text(String name) {
        String value = attributes.getOrDefault(name, "");
        return value.contains("${") || value.startsWith("%") ? "" : value;
    }

    /** The first of the attributes that has a value. */
    String first(String... names) {
        for (String name : names) {
            if (!text(name).isEmpty()) {
                return text(name);
            }
        }
        return "";
    }

    /** Whether the empty line was seen that ends the main attributes. */
    boolean ends() {
        return ends;
    }

    boolean has(String name) {
        return attributes.containsKey(name);
    }

    /** The value without the directives that OSGi allows after a semicolon. */
    String symbolicName() {
        return text("Bundle-SymbolicName").split(";", 2)[0].strip();
    }

    /** The versions it tells, the most telling first. */
    List<String> versions() {
        return VERSIONS.stream()
                .map(name -> text(name).replace("\"", "").split(" ", 2)[0])
                .filter(Gav::isVersion)
                .filter(version -> Character.isDigit(version.charAt(0)) || version.startsWith("v"))
                .toList();
    }
}
