package dev.attest.sbom;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Takes a purl's text apart from right to left (purl-spec, "How to parse a PURL"). */
final class PurlParser {
    private static final int MAX_LENGTH = 4096;

    private PurlParser() {}

    static Optional<Purl> parse(String text) {
        if (text.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        try {
            return Optional.of(read(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Purl read(String text) {
        int hash = text.indexOf('#');
        String subpath = hash < 0 ? "" : segments(text.substring(hash + 1));
        String rest = hash < 0 ? text : text.substring(0, hash);
        int mark = rest.indexOf('?');
        Map<String, String> qualifiers = mark < 0 ? Map.of() : qualifiers(rest.substring(mark + 1));
        rest = mark < 0 ? rest : rest.substring(0, mark);
        if (!rest.regionMatches(true, 0, "pkg:", 0, 4)) {
            throw new IllegalArgumentException("a purl begins with pkg:");
        }
        rest = rest.substring(4).replaceFirst("^/+", "");
        int slash = rest.indexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException("a purl has a type and a name");
        }
        String type = rest.substring(0, slash).toLowerCase(Locale.ROOT);
        rest = rest.substring(slash + 1);
        int at = versionMark(rest);
        String version = at < 0 ? "" : decode(rest.substring(at + 1));
        rest = (at < 0 ? rest : rest.substring(0, at)).replaceFirst("/+$", "");
        // A repository's name has slashes of its own below its host.
        int last = type.equals("git") ? rest.indexOf('/') : rest.lastIndexOf('/');
        String namespace = last < 0 ? "" : segments(rest.substring(0, last));
        String name = rest.substring(last + 1);
        return new Purl(
                type, namespace, type.equals("git") ? segments(name) : decode(name), version, qualifiers, subpath);
    }

    /** The @ of a scope begins a segment that others follow; that of a version follows a name. */
    private static int versionMark(String rest) {
        int at = rest.lastIndexOf('@');
        boolean begins = at == 0 || (at > 0 && rest.charAt(at - 1) == '/');
        if (begins && rest.indexOf('/', at) < 0) {
            throw new IllegalArgumentException("a purl has a name");
        }
        return begins ? -1 : at;
    }

    private static String segments(String path) {
        var joined = new StringBuilder();
        for (String segment : path.split("/")) {
            String plain = decode(segment);
            if (plain.contains("/")) {
                throw new IllegalArgumentException("a segment of a purl has a slash");
            }
            if (!plain.isEmpty()) {
                joined.append(joined.isEmpty() ? "" : "/").append(plain);
            }
        }
        return joined.toString();
    }

    private static Map<String, String> qualifiers(String text) {
        var qualifiers = new TreeMap<String, String>();
        for (String pair : text.split("&")) {
            int equals = pair.indexOf('=');
            if (equals < 0) {
                if (pair.isEmpty()) {
                    continue;
                }
                throw new IllegalArgumentException("a qualifier of a purl has a value");
            }
            String value = decode(pair.substring(equals + 1));
            if (!value.isEmpty() && qualifiers.put(pair.substring(0, equals).toLowerCase(Locale.ROOT), value) != null) {
                throw new IllegalArgumentException("a qualifier of a purl is there once");
            }
        }
        return qualifiers;
    }

    private static String decode(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        ByteBuffer plain = ByteBuffer.allocate(bytes.length);
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] != '%') {
                plain.put(bytes[i]);
            } else {
                int high = i + 2 <= bytes.length - 1 ? Character.digit(bytes[i + 1], 16) : -1;
                int low = i + 2 <= bytes.length - 1 ? Character.digit(bytes[i + 2], 16) : -1;
                if (high < 0 || low < 0) {
                    throw new IllegalArgumentException("a purl is cut in an escape");
                }
                plain.put((byte) (high << 4 | low));
                i += 2;
            }
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(plain.flip()).toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("a purl is not UTF-8", e);
        }
    }
}
