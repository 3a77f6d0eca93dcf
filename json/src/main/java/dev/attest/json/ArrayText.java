package dev.attest.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A JSON object as text, with one array of objects in it that can be lengthened, and single elements of it replaced, while
 * every other character stays as it was received: numbers, escapes, order and spacing. What is no object by {@link StrictJson} is refused.
 */
public final class ArrayText {
    private final JsonObject object;
    private final String document;
    private final List<String> elements;
    private final List<Integer> starts;
    private final String before;
    private final String after;

    private ArrayText(JsonObject object, String document, Elements elements, String before, String after) {
        this.object = object;
        this.document = document;
        this.elements = List.copyOf(elements.texts());
        this.starts = List.copyOf(elements.starts());
        this.before = before;
        this.after = after;
    }

    /** Elements, and where in the document each begins. */
    private record Elements(List<String> texts, List<Integer> starts) {
        static Elements none() {
            return new Elements(List.of(), List.of());
        }
    }

    /**
     * Finds the array {@code member} of an object of at most {@code maxBytes}; one that is absent or null counts as
     * empty. {@code what} is how errors name the object.
     */
    public static ArrayText parse(byte[] text, String member, String what, int maxBytes) throws MalformedJsonException {
        JsonObject object = StrictJson.parseObject(text, what, maxBytes);
        // The strict parse above has shown that this is UTF-8, so that writing it again gives the same bytes.
        String document = new String(text, StandardCharsets.UTF_8);
        try (JsonParser parser = StrictJson.tokens(document)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean wanted = parser.currentName().equals(member);
                parser.nextToken();
                if (wanted) {
                    return found(object, member, document, parser);
                }
                parser.skipChildren();
            }
            int end = start(parser);
            String comma = object.names().isEmpty() ? "" : ",";
            String opened = document.substring(0, end) + comma + "\"" + member + "\":[";
            return new ArrayText(object, document, Elements.none(), opened, "]" + document.substring(end));
        } catch (IOException e) {
            throw new IllegalStateException("a text that was parsed and cannot be read again", e);
        }
    }

    /** The whole object, parsed. */
    public JsonObject object() {
        return object;
    }

    /** The elements as they were received. */
    public List<String> elements() {
        return elements;
    }

    /** The text with {@code additions}, each one a JSON value, behind the last element. */
    public byte[] with(List<String> additions) {
        if (additions.isEmpty()) {
            return document.getBytes(StandardCharsets.UTF_8);
        }
        String comma = elements.isEmpty() ? "" : ",";
        return (before + comma + String.join(",", additions) + after).getBytes(StandardCharsets.UTF_8);
    }

    /**
     * The text with other values in the place of some elements, by their positions, and {@code additions} behind the last
     * one.
     */
    public byte[] with(Map<Integer, String> changes, List<String> additions) {
        if (changes.isEmpty()) {
            return with(additions);
        }
        var changed = new StringBuilder();
        int done = 0;
        for (Map.Entry<Integer, String> change : new TreeMap<>(changes).entrySet()) {
            int place = starts.get(change.getKey());
            changed.append(before, done, place).append(change.getValue());
            done = place + elements.get(change.getKey()).length();
        }
        changed.append(before, done, before.length());
        additions.forEach(addition -> changed.append(',').append(addition));
        return changed.append(after).toString().getBytes(StandardCharsets.UTF_8);
    }

    private static ArrayText found(JsonObject object, String member, String document, JsonParser parser)
            throws IOException, MalformedJsonException {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            int at = start(parser);
            return new ArrayText(
                    object,
                    document,
                    Elements.none(),
                    document.substring(0, at) + "[",
                    "]" + document.substring(at + "null".length()));
        }
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw object.malformed(member, "an array");
        }
        var elements = new Elements(new ArrayList<>(), new ArrayList<>());
        int end = start(parser) + 1;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                throw object.malformed(member, "an array of objects");
            }
            int from = start(parser);
            parser.skipChildren();
            end = start(parser) + 1;
            elements.texts().add(document.substring(from, end));
            elements.starts().add(from);
        }
        return new ArrayText(object, document, elements, document.substring(0, end), document.substring(end));
    }

    /** Where the current token begins; brackets are one character long. */
    private static int start(JsonParser parser) {
        return Math.toIntExact(parser.currentTokenLocation().getCharOffset());
    }
}
