package dev.attest.sbom.java;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** The main attributes of META-INF/MANIFEST.MF (JAR File Specification), read leniently; names keep their case. */
final class Manifest {
    static final Manifest NONE = new Manifest(Map.of());

    private final Map<String, String> attributes;

    private Manifest(Map<String, String> attributes) {
        this.attributes = attributes;
    }

    static Manifest parse(byte[] bytes) {
        var attributes = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        String text =
                new String(bytes, StandardCharsets.UTF_8).replace("\r\n", "\n").replace('\r', '\n');
        for (String line : text.replace("\n ", "").split("\n", -1)) {
            if (line.isEmpty() && !attributes.isEmpty()) {
                break;
            }
            int colon = line.indexOf(": ");
            if (colon > 0) {
                attributes.putIfAbsent(
                        line.substring(0, colon), line.substring(colon + 2).strip());
            }
        }
        return new Manifest(attributes);
    }

    /** An attribute's value, empty where there is none. */
    String text(String name) {
        return attributes.getOrDefault(name, "");
    }

    /** The value without the directives that OSGi allows after a semicolon. */
    String symbolicName() {
        return text("Bundle-SymbolicName").split(";", 2)[0].strip();
    }
}
