package dev.attest.signing.tuf.metadata;

import com.fasterxml.jackson.databind.JsonNode;
import dev.attest.json.MalformedJsonException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * The bytes that TUF signatures cover: OLPC's canonical JSON. Keys are sorted by code point, there is no white space, a
 * string escapes nothing but the quotation mark and the backslash, and numbers are whole.
 */
final class CanonicalJson {
    private final StringBuilder text = new StringBuilder();

    private CanonicalJson() {}

    /** The canonical form of a value that was read strictly: no double keys, no unpaired surrogates, bounded depth. */
    static byte[] of(JsonNode value) throws MalformedJsonException {
        var canonical = new CanonicalJson();
        canonical.write(value);
        return canonical.text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private void write(JsonNode value) throws MalformedJsonException {
        if (value.isObject()) {
            object(value);
        } else if (value.isArray()) {
            array(value);
        } else if (value.isTextual()) {
            string(value.textValue());
        } else if (value.isIntegralNumber()) {
            text.append(value.bigIntegerValue());
        } else if (value.isNumber()) {
            throw new MalformedJsonException("canonical JSON has no number with a fraction or an exponent");
        } else {
            // true, false and null are written as they are read.
            text.append(value.asText());
        }
    }

    private void object(JsonNode value) throws MalformedJsonException {
        var sorted = new TreeMap<String, JsonNode>(CanonicalJson::byCodePoint);
        value.properties().forEach(member -> sorted.put(member.getKey(), member.getValue()));
        text.append('{');
        String separator = "";
        for (Map.Entry<String, JsonNode> member : sorted.entrySet()) {
            text.append(separator);
            string(member.getKey());
            text.append(':');
            write(member.getValue());
            separator = ",";
        }
        text.append('}');
    }

    private void array(JsonNode value) throws MalformedJsonException {
        text.append('[');
        String separator = "";
        for (JsonNode element : value) {
            text.append(separator);
            write(element);
            separator = ",";
        }
        text.append(']');
    }

    private void string(String value) {
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                text.append('\\');
            }
            text.append(c);
        }
        text.append('"');
    }

    // By code unit, as String compares, a character beyond the basic plane would come before U+E000 to U+FFFF.
    private static int byCodePoint(String left, String right) {
        int shorter = Math.min(left.length(), right.length());
        for (int i = 0; i < shorter; i++) {
            char a = left.charAt(i);
            char b = right.charAt(i);
            if (a != b) {
                boolean pair = Character.isSurrogate(a);
                return pair == Character.isSurrogate(b) ? Character.compare(a, b) : pair ? 1 : -1;
            }
        }
        return Integer.compare(left.length(), right.length());
    }
}
