package dev.attest.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.TreeMap;

/** A copy of a value in which the keys of every object are sorted by UTF-16 code unit, as RFC 8785 sorts them. */
final class SortedKeys {
    private SortedKeys() {}

    static JsonNode of(JsonNode value) {
        if (value instanceof ObjectNode object) {
            var sorted = new TreeMap<String, JsonNode>();
            object.properties().forEach(field -> sorted.put(field.getKey(), of(field.getValue())));
            ObjectNode copy = JsonNodeFactory.instance.objectNode();
            sorted.forEach(copy::set);
            return copy;
        }
        if (value instanceof ArrayNode array) {
            ArrayNode copy = JsonNodeFactory.instance.arrayNode(array.size());
            array.forEach(element -> copy.add(of(element)));
            return copy;
        }
        return value;
    }
}
