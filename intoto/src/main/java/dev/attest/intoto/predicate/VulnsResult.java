package dev.attest.intoto.predicate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.attest.json.JsonObject;
import dev.attest.json.MalformedJsonException;
import dev.attest.json.StrictJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One entry of in-toto vulns: a vulnerability, how severe it is by which methods, and what the scanner adds. Annotations
 * are any JSON objects and are not to be changed.
 */
public record VulnsResult(String id, List<Severity> severity, List<ObjectNode> annotations) {
    private static final int MAX_ENTRIES = 1_000;

    /** How severe by one method; the score is a text, also where it is a number. */
    public record Severity(String method, String score) {
        public Severity {
            OneLine.of("severity.method", method);
            OneLine.of("severity.score", score);
        }
    }

    public VulnsResult {
        OneLine.of("id", id);
        severity = List.copyOf(severity);
        annotations = List.copyOf(annotations);
        if (severity.size() > MAX_ENTRIES || annotations.size() > MAX_ENTRIES) {
            throw new IllegalArgumentException("more than " + MAX_ENTRIES + " severities or annotations");
        }
    }

    /** v0.1 wraps the entry into an object {@code vulnerability}. */
    static VulnsResult read(JsonObject entry) throws MalformedJsonException {
        Optional<JsonObject> wrapped = entry.optionalObject("vulnerability");
        JsonObject json = wrapped.orElse(entry);
        if (wrapped.isPresent() && entry.has("id")) {
            throw entry.malformed("id", "it once, inside or outside of vulnerability");
        }
        var severity = new ArrayList<Severity>();
        var annotations = new ArrayList<ObjectNode>();
        try {
            for (JsonObject one : list(json, "severity")) {
                severity.add(new Severity(one.text("method"), score(one)));
            }
            for (JsonObject one : list(json, "annotations")) {
                annotations.add((ObjectNode) one.node());
            }
            return new VulnsResult(json.text("id"), severity, annotations);
        } catch (IllegalArgumentException e) {
            throw new MalformedJsonException(json.place() + ": " + e.getMessage());
        }
    }

    ObjectNode json() {
        ObjectNode json = StrictJson.object().put("id", id);
        ArrayNode severities = json.putArray("severity");
        severity.forEach(
                one -> severities.addObject().put("method", one.method()).put("score", one.score()));
        if (!annotations.isEmpty()) {
            ArrayNode list = json.putArray("annotations");
            annotations.forEach(list::add);
        }
        return json;
    }

    /** The specification calls both "object" and "list"; a single object is a list of one. */
    private static List<JsonObject> list(JsonObject json, String name) throws MalformedJsonException {
        JsonNode value = json.node().get(name);
        return value != null && value.isObject() ? List.of(json.object(name)) : json.objects(name);
    }

    private static String score(JsonObject json) throws MalformedJsonException {
        JsonNode value = json.node().get("score");
        return value != null && value.isNumber() ? value.asText() : json.text("score");
    }
}
