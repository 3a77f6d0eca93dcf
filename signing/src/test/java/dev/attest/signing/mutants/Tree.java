package dev.attest.signing.mutants;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** Places in a JSON tree, as JSON Pointers; no name in the trees here needs escaping. */
public final class Tree {
    private Tree() {}

    /** Every place below the root, holders before what they hold. */
    public static List<String> places(JsonNode node) {
        var places = new ArrayList<String>();
        collect(node, "", places);
        return places;
    }

    private static void collect(JsonNode node, String at, List<String> places) {
        for (var field : node.properties()) {
            places.add(at + "/" + field.getKey());
            collect(field.getValue(), at + "/" + field.getKey(), places);
        }
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            places.add(at + "/" + i);
            collect(node.get(i), at + "/" + i, places);
        }
    }

    /** A copy of {@code root} with {@code value} at {@code place}. */
    public static ObjectNode with(ObjectNode root, String place, JsonNode value) {
        ObjectNode copy = root.deepCopy();
        if (holder(copy, place) instanceof ArrayNode array) {
            array.set(Integer.parseInt(name(place)), value);
        } else {
            ((ObjectNode) holder(copy, place)).set(name(place), value);
        }
        return copy;
    }

    /** A copy of {@code root} with a text at {@code place}. */
    public static ObjectNode with(ObjectNode root, String place, String text) {
        return with(root, place, root.textNode(text));
    }

    /** A copy of {@code root} without {@code place}. */
    public static ObjectNode without(ObjectNode root, String place) {
        ObjectNode copy = root.deepCopy();
        if (holder(copy, place) instanceof ArrayNode array) {
            array.remove(Integer.parseInt(name(place)));
        } else if (holder(copy, place) instanceof ObjectNode object) {
            object.remove(name(place));
        }
        return copy;
    }

    static JsonNode holder(JsonNode root, String place) {
        return root.at(place.substring(0, place.lastIndexOf('/')));
    }

    static String name(String place) {
        return place.substring(place.lastIndexOf('/') + 1);
    }
}
