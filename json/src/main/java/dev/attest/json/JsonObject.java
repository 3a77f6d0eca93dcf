package dev.attest.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object that knows its place in the document, so that every complaint names it ({@code bundle.tlogEntries[0]}).
 * A member that is {@code null} counts as absent. Nothing is converted: a number is not a text.
 */
public final class JsonObject {
    private final ObjectNode node;
    private final String place;

    private JsonObject(ObjectNode node, String place) {
        this.node = node;
        this.place = place;
    }

    /** The object that {@code node} is; refused when it is anything else. */
    public static JsonObject of(JsonNode node, String place) throws MalformedJsonException {
        if (!(node instanceof ObjectNode object)) {
            throw new MalformedJsonException(place + ": expected an object");
        }
        return new JsonObject(object, place);
    }

    /** The received value, not to be changed. */
    public JsonNode node() {
        return node;
    }

    /** Where in the document this object stands. */
    public String place() {
        return place;
    }

    /** The names of all members, sorted. */
    public Set<String> names() {
        var names = new TreeSet<String>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }

    public boolean has(String name) {
        return node.hasNonNull(name);
    }

    /** Refuses a member that is none of these: in what decides something, a name with a slip in it must not be passed over. */
    public void allow(String... known) throws MalformedJsonException {
        List<String> all = List.of(known);
        for (String name : names()) {
            if (!all.contains(name)) {
                throw new MalformedJsonException(
                        place + ": there is no " + Printable.of(name) + " here; there are " + String.join(", ", all));
            }
        }
    }

    public String text(String name) throws MalformedJsonException {
        return required(name, optionalText(name), "a text");
    }

    public Optional<String> optionalText(String name) throws MalformedJsonException {
        JsonNode value = node.get(name);
        if (value == null || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isTextual()) {
            throw malformed(name, "a text");
        }
        return Optional.of(value.textValue());
    }

    /** A whole number that fits a long, written as a number. */
    public OptionalLong optionalInteger(String name) throws MalformedJsonException {
        JsonNode value = node.get(name);
        if (value == null || value.isNull()) {
            return OptionalLong.empty();
        }
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw malformed(name, "a whole number");
        }
        return OptionalLong.of(value.longValue());
    }

    public long integer(String name) throws MalformedJsonException {
        OptionalLong value = optionalInteger(name);
        if (value.isEmpty()) {
            throw malformed(name, "a whole number");
        }
        return value.getAsLong();
    }

    /** True, false, or absent, which counts as false. */
    public boolean flag(String name) throws MalformedJsonException {
        JsonNode value = node.get(name);
        if (value == null || value.isNull()) {
            return false;
        }
        if (!value.isBoolean()) {
            throw malformed(name, "true or false");
        }
        return value.booleanValue();
    }

    public JsonObject object(String name) throws MalformedJsonException {
        return required(name, optionalObject(name), "an object");
    }

    public Optional<JsonObject> optionalObject(String name) throws MalformedJsonException {
        JsonNode value = node.get(name);
        return value == null || value.isNull() ? Optional.empty() : Optional.of(of(value, at(name)));
    }

    /** The elements of an array of objects; empty when the member is absent. */
    public List<JsonObject> objects(String name) throws MalformedJsonException {
        var objects = new ArrayList<JsonObject>();
        for (JsonNode element : array(name)) {
            objects.add(of(element, at(name) + "[" + objects.size() + "]"));
        }
        return List.copyOf(objects);
    }

    /** The elements of an array of texts; empty when the member is absent. */
    public List<String> texts(String name) throws MalformedJsonException {
        var texts = new ArrayList<String>();
        for (JsonNode element : array(name)) {
            if (!element.isTextual()) {
                throw new MalformedJsonException(at(name) + "[" + texts.size() + "]: expected a text");
            }
            texts.add(element.textValue());
        }
        return List.copyOf(texts);
    }

    /** An object of texts, sorted by name; empty when the member is absent. */
    public Map<String, String> textMap(String name) throws MalformedJsonException {
        var map = new TreeMap<String, String>();
        Optional<JsonObject> object = optionalObject(name);
        if (object.isPresent()) {
            for (String key : object.get().names()) {
                map.put(key, object.get().text(key));
            }
        }
        return Collections.unmodifiableMap(map);
    }

    /** Bytes written as standard or URL-safe base64, padded or not, as protobuf's JSON mapping allows. */
    public byte[] base64(String name) throws MalformedJsonException {
        return required(name, optionalBase64(name), "base64");
    }

    /** As {@link #base64(String)}, or empty when the member is absent. */
    public Optional<byte[]> optionalBase64(String name) throws MalformedJsonException {
        Optional<String> text = optionalText(name);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        boolean urlSafe = text.get().indexOf('-') >= 0 || text.get().indexOf('_') >= 0;
        try {
            Base64.Decoder decoder = urlSafe ? Base64.getUrlDecoder() : Base64.getDecoder();
            return Optional.of(decoder.decode(text.get()));
        } catch (IllegalArgumentException e) {
            throw malformed(name, "base64");
        }
    }

    /** A complaint about the member {@code name}. */
    public MalformedJsonException malformed(String name, String expected) {
        return new MalformedJsonException(at(name) + ": expected " + expected);
    }

    private Iterable<JsonNode> array(String name) throws MalformedJsonException {
        JsonNode value = node.get(name);
        if (value == null || value.isNull()) {
            return List.of();
        }
        if (!value.isArray()) {
            throw malformed(name, "an array");
        }
        return value;
    }

    private <T> T required(String name, Optional<T> value, String expected) throws MalformedJsonException {
        if (value.isEmpty()) {
            throw malformed(name, expected);
        }
        return value.get();
    }

    private String at(String name) {
        return place + "." + Printable.of(name);
    }

    /** Two objects with equal members are equal, wherever they stand. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof JsonObject that && node.equals(that.node);
    }

    @Override
    public int hashCode() {
        return node.hashCode();
    }

    @Override
    public String toString() {
        return place;
    }
}
