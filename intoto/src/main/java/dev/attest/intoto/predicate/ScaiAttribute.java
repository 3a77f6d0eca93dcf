package dev.attest.intoto.predicate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.attest.intoto.ResourceDescriptor;
import dev.attest.json.JsonObject;
import dev.attest.json.MalformedJsonException;
import dev.attest.json.StrictJson;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One assertion of a SCAI report: an attribute of the subject or of {@code target}, under which conditions it holds, and
 * what shows it. Conditions are any JSON by name and are not to be changed.
 */
public record ScaiAttribute(
        String attribute,
        Optional<ResourceDescriptor> target,
        Map<String, JsonNode> conditions,
        Optional<ResourceDescriptor> evidence) {
    private static final int MAX_NAME = 1_000;

    public ScaiAttribute {
        if (attribute.isBlank() || attribute.length() > MAX_NAME) {
            throw new IllegalArgumentException("an attribute has a name of at most " + MAX_NAME + " characters");
        }
        conditions = Collections.unmodifiableMap(new TreeMap<>(conditions));
    }

    static ScaiAttribute read(JsonObject json) throws MalformedJsonException {
        var conditions = new TreeMap<String, JsonNode>();
        Optional<JsonObject> object = json.optionalObject("conditions");
        if (object.isPresent()) {
            object.get().node().properties().forEach(field -> conditions.put(field.getKey(), field.getValue()));
        }
        try {
            return new ScaiAttribute(
                    json.text("attribute"), resource(json, "target"), conditions, resource(json, "evidence"));
        } catch (IllegalArgumentException e) {
            throw new MalformedJsonException(json.place() + ": " + e.getMessage());
        }
    }

    ObjectNode json() {
        ObjectNode json = StrictJson.object().put("attribute", attribute);
        target.ifPresent(value -> json.set("target", value.json()));
        if (!conditions.isEmpty()) {
            ObjectNode values = json.putObject("conditions");
            conditions.forEach(values::set);
        }
        evidence.ifPresent(value -> json.set("evidence", value.json()));
        return json;
    }

    private static Optional<ResourceDescriptor> resource(JsonObject json, String name) throws MalformedJsonException {
        Optional<JsonObject> object = json.optionalObject(name);
        return object.isPresent() ? Optional.of(ResourceDescriptor.read(object.get())) : Optional.empty();
    }
}
