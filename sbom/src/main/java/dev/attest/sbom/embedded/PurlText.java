package dev.attest.sbom.embedded;

import dev.attest.sbom.Purl;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;

/** Package URLs that others wrote (purl-spec, "How to parse a purl string in its components"); a subpath is left out. */
final class PurlText {
    private static final int MAX_LENGTH = 2_000;

    private PurlText() {}

    static Optional<Purl> parse(String text) {
        if (!text.startsWith("pkg:") || text.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        try {
            return Optional.of(purl(text.substring(4)));
        } catch (CharacterCodingException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Purl purl(String text) throws CharacterCodingException {
        String rest = before(text, text.lastIndexOf('#'));
        var qualifiers = new TreeMap<String, String>();
        int question = rest.lastIndexOf('?');
        if (question >= 0) {
            for (String pair : rest.substring(question + 1).split("&")) {
                int equals = pair.indexOf('=');
                if (equals > 0) {
                    String key = pair.substring(0, equals).toLowerCase(Locale.ROOT);
                    qualifiers.put(key, decoded(pair.substring(equals + 1)));
                }
            }
        }
        rest = before(rest, question).replaceFirst("^/+", "");
        int at = rest.lastIndexOf('@');
        // A scope that nobody escaped is no version.
        boolean versioned = at > 0 && rest.charAt(at - 1) != '/';
        String version = versioned ? decoded(rest.substring(at + 1)) : "";
        var segments = new ArrayList<String>();
        for (String segment : before(rest, versioned ? at : -1).split("/")) {
            if (!segment.isEmpty()) {
                segments.add(decoded(segment));
            }
        }
        if (segments.size() < 2) {
            throw new IllegalArgumentException("a purl has a type and a name");
        }
        int last = segments.size() - 1;
        String namespace = String.join("/", segments.subList(1, last));
        return new Purl(segments.get(0).toLowerCase(Locale.ROOT), namespace, segments.get(last), version, qualifiers);
    }

    private static String before(String text, int end) {
        return end < 0 ? text : text.substring(0, end);
    }

    private static String decoded(String text) throws CharacterCodingException {
        if (text.indexOf('%') < 0) {
            return text;
        }
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        var bytes = ByteBuffer.allocate(encoded.length);
        for (int i = 0; i < encoded.length; i++) {
            if (encoded[i] == '%' && i + 2 < encoded.length) {
                bytes.put((byte) Integer.parseInt(new String(encoded, i + 1, 2, StandardCharsets.ISO_8859_1), 16));
                i += 2;
            } else {
                bytes.put(encoded[i]);
            }
        }
        return StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
    }
}
