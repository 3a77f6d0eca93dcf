package dev.attest.policy.file;

import com.fasterxml.jackson.databind.JsonNode;
import dev.attest.json.MalformedJsonException;
import java.util.Map;

/**
 * Refuses nulls and empty lists, maps and texts anywhere in a policy: whoever wrote {@code build:} meant to ask for something,
 * and readers of optional members would take it for absent. Only a build's input may be expected to be an empty text.
 */
final class Filled {
    private Filled() {}

    /** Refuses by the first such place; its names are already those of the file. */
    static void check(JsonNode value, String place) throws MalformedJsonException {
        check(value, place, false);
    }

    private static void check(JsonNode value, String place, boolean input) throws MalformedJsonException {
        if (value.isNull()) {
            throw new MalformedJsonException(place + ": null, which asks for nothing");
        }
        boolean emptyText = value.isTextual() && value.textValue().isEmpty() && !input;
        if (emptyText || (value.isContainerNode() && value.isEmpty())) {
            throw new MalformedJsonException(place + ": is empty, which asks for nothing");
        }
        for (Map.Entry<String, JsonNode> member : value.properties()) {
            check(
                    member.getValue(),
                    place + "." + member.getKey().replaceAll("[^ -~]", "?"),
                    place.endsWith(".inputs"));
        }
        if (value.isArray()) {
            for (int i = 0; i < value.size(); i++) {
                check(value.get(i), place + "[" + i + "]", false);
            }
        }
    }
}
