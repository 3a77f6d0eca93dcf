package dev.attest.sbom;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A package URL (purl-spec, "Rules for each purl component"). Its text is the canonical form of the current
 * specification, which leaves the colon unescaped in names, versions and qualifier values.
 */
public record Purl(String type, String namespace, String name, String version, Map<String, String> qualifiers) {
    private static final String UNESCAPED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-_~:";

    /** Empty qualifiers are left out, as the specification asks. */
    public Purl {
        if (!type.matches("[a-z][a-z0-9.-]*") || name.isEmpty()) {
            throw new IllegalArgumentException("a purl has a lower-case type and a name");
        }
        var kept = new TreeMap<String, String>();
        qualifiers.forEach((key, value) -> {
            if (!key.matches("[a-z][a-z0-9._-]*")) {
                throw new IllegalArgumentException("a purl's qualifier keys are lower-case words");
            }
            if (!value.isEmpty()) {
                kept.put(key, value);
            }
        });
        qualifiers = Collections.unmodifiableMap(kept);
    }

    /** A purl, or none where the file gives no name. */
    public static Optional<Purl> of(String type, String namespace, String name, String version) {
        return name.isEmpty() ? Optional.empty() : Optional.of(new Purl(type, namespace, name, version, Map.of()));
    }

    @Override
    public String toString() {
        var text = new StringBuilder("pkg:").append(type).append('/');
        for (String segment : namespace.split("/")) {
            if (!segment.isEmpty()) {
                append(text, segment, "");
                text.append('/');
            }
        }
        append(text, name, "");
        if (!version.isEmpty()) {
            text.append('@');
            append(text, version, "");
        }
        char separator = '?';
        for (var qualifier : qualifiers.entrySet()) {
            text.append(separator).append(qualifier.getKey()).append('=');
            append(text, qualifier.getValue(), "/");
            separator = '&';
        }
        return text.toString();
    }

    private static void append(StringBuilder text, String value, String alsoUnescaped) {
        for (byte b : value.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            if (UNESCAPED.indexOf(c) >= 0 || alsoUnescaped.indexOf(c) >= 0) {
                text.append(c);
            } else {
                text.append(String.format("%%%02X", (int) c));
            }
        }
    }
}
