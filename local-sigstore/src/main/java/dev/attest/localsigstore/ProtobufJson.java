package dev.attest.localsigstore;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** What protobuf's JSON mapping allows beyond one spelling: members by their names in the schema, too. */
final class ProtobufJson {

    private static final Pattern UNDERSCORE = Pattern.compile("_([a-z0-9])");

    private ProtobufJson() {}

    /** The object with all members under their JSON names ({@code key_details} is {@code keyDetails}). */
    static ObjectNode object(byte[] json) throws MalformedInputException {
        return renamed(Json.object(json));
    }

    /** Rekor v2 refuses members it does not know, instead of logging less than was asked for. */
    static void requireOnly(JsonNode object, String... known) throws MalformedInputException {
        for (Map.Entry<String, JsonNode> member : object.properties()) {
            if (!Set.of(known).contains(member.getKey())) {
                throw new MalformedInputException("an unknown field beside " + String.join(", ", known));
            }
        }
    }

    private static ObjectNode renamed(JsonNode object) throws MalformedInputException {
        ObjectNode renamed = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> member : object.properties()) {
            JsonNode value = member.getValue();
            String name = UNDERSCORE.matcher(member.getKey()).replaceAll(match -> match.group(1)
                    .toUpperCase(Locale.ROOT));
            if (renamed.has(name)) {
                throw new MalformedInputException(name + " is there twice");
            }
            renamed.set(name, value.isObject() ? renamed(value) : value);
        }
        return renamed;
    }
}
