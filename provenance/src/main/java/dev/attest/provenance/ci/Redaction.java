package dev.attest.provenance.ci;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.regex.Pattern;

/** Takes user and password out of the addresses in a text, before it is published. */
final class Redaction {
    // Bounded, so that a long text without an address costs no more than its length.
    private static final Pattern CREDENTIALS = Pattern.compile("(?<=://)[^/@\\s]{1,1000}@");

    private Redaction() {}

    static String of(String text) {
        return CREDENTIALS.matcher(text).replaceAll("");
    }

    /** A copy of {@code value} in which every text is redacted. */
    static JsonNode of(JsonNode value) {
        if (value.isTextual()) {
            return JsonNodeFactory.instance.textNode(of(value.textValue()));
        }
        if (value instanceof ObjectNode object) {
            ObjectNode copy = JsonNodeFactory.instance.objectNode();
            object.properties().forEach(member -> copy.set(member.getKey(), of(member.getValue())));
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
