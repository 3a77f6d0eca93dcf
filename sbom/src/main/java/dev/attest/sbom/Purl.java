package dev.attest.sbom;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A package URL (purl-spec, ECMA-427). Components are normalised by the rules of their type when one is made, so that
 * equal ones name the same package. Its text is the canonical form of the current specification, which leaves the colon
 * unescaped in names, versions and qualifier values. What is left out is empty.
 */
public record Purl(
        String type, String namespace, String name, String version, Map<String, String> qualifiers, String subpath) {
    private static final String UNESCAPED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-_~:";

    /**
     * Empty qualifiers and empty segments are left out, as the specification asks.
     *
     * @throws IllegalArgumentException when the type's rules do not allow it
     */
    public Purl {
        if (!PurlRules.isType(type) || name.isEmpty()) {
            throw new IllegalArgumentException("a purl has a lower-case type and a name");
        }
        var kept = new TreeMap<String, String>();
        qualifiers.forEach((key, value) -> {
            if (!PurlRules.isKey(key)) {
                throw new IllegalArgumentException("a purl's qualifier keys are lower-case words");
            }
            if (!value.isEmpty()) {
                kept.put(key, value);
            }
        });
        qualifiers = Collections.unmodifiableMap(kept);
        namespace = PurlRules.namespace(type, namespace);
        name = PurlRules.name(type, name, kept);
        version = PurlRules.version(type, version);
        subpath = PurlRules.subpath(subpath);
        if (!PurlRules.allowsNamespace(type, namespace) || !PurlRules.allows(type, name, version, kept)) {
            throw new IllegalArgumentException("not what a purl of type " + type + " is made of");
        }
    }

    /** Without a subpath. */
    public Purl(String type, String namespace, String name, String version, Map<String, String> qualifiers) {
        this(type, namespace, name, version, qualifiers, "");
    }

    /** A purl, or none where the file gives no name. */
    public static Optional<Purl> of(String type, String namespace, String name, String version) {
        return name.isEmpty() ? Optional.empty() : Optional.of(new Purl(type, namespace, name, version, Map.of()));
    }

    /** The package that the text names, canonical or not; none when it is no purl, or of more than 4096 characters. */
    public static Optional<Purl> parse(String text) {
        return PurlParser.parse(text);
    }

    @Override
    public String toString() {
        var text = new StringBuilder("pkg:").append(type).append('/');
        if (!namespace.isEmpty()) {
            append(text, namespace, "/");
            text.append('/');
        }
        append(text, name, type.equals("git") ? "/" : "");
        if (!version.isEmpty()) {
            text.append('@');
            append(text, version, "");
        }
        char separator = '?';
        for (var qualifier : qualifiers.entrySet()) {
            text.append(separator).append(qualifier.getKey()).append('=');
            append(text, qualifier.getValue(), "");
            separator = '&';
        }
        if (!subpath.isEmpty()) {
            text.append('#');
            append(text, subpath, "/");
        }
        return text.toString();
    }

    private static void append(StringBuilder text, String value, String alsoUnescaped) {
        for (byte b : value.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            if (UNESCAPED.indexOf(c) >= 0 || alsoUnescaped.indexOf(c) >= 0) {
                text.append(c);
            } else {
                text.append('%')
                        .append(Character.toUpperCase(Character.forDigit(c >> 4, 16)))
                        .append(Character.toUpperCase(Character.forDigit(c & 15, 16)));
            }
        }
    }
}
