package dev.attest.sbom.php;

import dev.attest.sbom.Gap;
import dev.attest.sbom.catalog.UnreadFileException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reads the format of PHP's serialize(): null, booleans, numbers, texts and arrays. Objects and references, which nothing
 * that is only data needs, are refused. At most 64 deep and 500,000 values.
 */
final class SerializedReader {
    private static final int MAX_DEPTH = 64;
    private static final int MAX_VALUES = 500_000;

    private final byte[] bytes;
    private int at;
    private int values;

    private SerializedReader(byte[] bytes) {
        this.bytes = bytes;
    }

    /** The one value of the bytes; what follows it, if anything, is not looked at, as PHP does not. */
    static SerializedValue read(byte[] bytes) throws UnreadFileException {
        return new SerializedReader(bytes).value(0);
    }

    private SerializedValue value(int depth) throws UnreadFileException {
        if (depth > MAX_DEPTH || ++values > MAX_VALUES) {
            throw new UnreadFileException(
                    Gap.Kind.LIMIT, "serialised data deeper than " + MAX_DEPTH + " or of more than " + MAX_VALUES);
        }
        int type = next();
        if (type == 'N') {
            expect(';');
            return SerializedValue.NOTHING;
        }
        expect(':');
        if (type == 'i' || type == 'b' || type == 'd') {
            return new SerializedValue(until(';'), Map.of());
        }
        if (type == 's') {
            SerializedValue text = new SerializedValue(text(), Map.of());
            expect(';');
            return text;
        }
        if (type == 'a') {
            return array(depth);
        }
        throw malformed("a value that is data");
    }

    private SerializedValue array(int depth) throws UnreadFileException {
        int count = number(until(':'));
        expect('{');
        var members = new LinkedHashMap<String, SerializedValue>();
        for (int i = 0; i < count; i++) {
            String key = value(depth + 1).text();
            members.put(key, value(depth + 1));
        }
        expect('}');
        return new SerializedValue("", members);
    }

    private String text() throws UnreadFileException {
        int length = number(until(':'));
        expect('"');
        if (length > bytes.length - at) {
            throw malformed("a text of " + length + " bytes");
        }
        String text = new String(bytes, at, length, StandardCharsets.UTF_8);
        at += length;
        expect('"');
        return text;
    }

    private String until(char end) throws UnreadFileException {
        int start = at;
        while (at < bytes.length && bytes[at] != end && at - start < 32) {
            at++;
        }
        String text = new String(bytes, start, at - start, StandardCharsets.ISO_8859_1);
        expect(end);
        return text;
    }

    private int number(String text) throws UnreadFileException {
        if (text.isEmpty() || text.length() > 9 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw malformed("a length");
        }
        return Integer.parseInt(text);
    }

    private void expect(char expected) throws UnreadFileException {
        if (next() != expected) {
            throw malformed("'" + expected + "'");
        }
    }

    private int next() {
        return at < bytes.length ? bytes[at++] : -1;
    }

    private UnreadFileException malformed(String expected) {
        return new UnreadFileException(
                Gap.Kind.UNREADABLE, "not PHP's serialised data: expected " + expected + " before byte " + at);
    }
}
