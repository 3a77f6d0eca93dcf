package dev.attest.sbom.document;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/**
 * A purl reduced to what names the package: type, namespace, name and version, decoded, without qualifiers and subpath.
 * Two programs that saw the same package agree on it, however each of them escapes.
 */
public final class PurlKey {
    private PurlKey() {}

    /** {@code type/namespace/name@version}; empty for what is no purl. */
    public static Optional<String> of(String purl) {
        if (!purl.startsWith("pkg:")) {
            return Optional.empty();
        }
        String text = before(before(purl.substring(4), '#'), '?');
        int slash = text.indexOf('/');
        int at = text.lastIndexOf('@');
        if (slash <= 0) {
            return Optional.empty();
        }
        String type = text.substring(0, slash).toLowerCase(Locale.ROOT);
        boolean versioned = at > slash + 1 && text.indexOf('/', at) < 0;
        String name = decoded(versioned ? text.substring(slash + 1, at) : text.substring(slash + 1));
        String version = versioned ? decoded(text.substring(at + 1)) : "";
        return Optional.of(type + "/"
                + (type.equals("pypi") ? name.toLowerCase(Locale.ROOT).replace('_', '-') : name)
                + (version.isEmpty() ? "" : "@" + version));
    }

    /** The key without the version: what stays the same when a package is upgraded. */
    public static Optional<String> unversioned(String purl) {
        return of(purl).map(key ->
                key.substring(0, key.lastIndexOf('@') > key.indexOf('/') + 1 ? key.lastIndexOf('@') : key.length()));
    }

    private static String before(String text, char end) {
        int index = text.indexOf(end);
        return index < 0 ? text : text.substring(0, index);
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }
}
