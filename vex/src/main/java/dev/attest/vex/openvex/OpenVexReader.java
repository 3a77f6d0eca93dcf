package dev.attest.vex.openvex;

import com.fasterxml.jackson.databind.JsonNode;
import dev.attest.json.JsonObject;
import dev.attest.json.MalformedJsonException;
import dev.attest.vex.Assessment;
import dev.attest.vex.Component;
import dev.attest.vex.DocumentInfo;
import dev.attest.vex.Justification;
import dev.attest.vex.Product;
import dev.attest.vex.StatementInfo;
import dev.attest.vex.Status;
import dev.attest.vex.VexDocument;
import dev.attest.vex.VexStatement;
import dev.attest.vex.Vulnerability;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads versions 0.0.1 and 0.2.0: where the former has a text, the latter has an object. */
final class OpenVexReader {
    private static final String CONTEXT = "https://openvex.dev/ns";
    private static final String UNKNOWN_AUTHOR = "Unknown Author";
    private static final int MAX_STATEMENTS = 100_000;
    private static final int MAX_PRODUCTS = 100_000;

    private OpenVexReader() {}

    static VexDocument document(JsonObject json) throws MalformedJsonException {
        String context = json.text("@context");
        if (!context.equals(CONTEXT) && !context.startsWith(CONTEXT + "/")) {
            throw json.malformed("@context", CONTEXT);
        }
        var statements = new ArrayList<VexStatement>();
        for (JsonObject statement : json.objects("statements")) {
            if (statements.size() == MAX_STATEMENTS) {
                throw json.malformed("statements", "at most " + MAX_STATEMENTS);
            }
            statements.add(statement(statement));
        }
        if (statements.isEmpty()) {
            throw json.malformed("statements", "at least one statement");
        }
        var info = new DocumentInfo(
                filled(json, "@id"),
                filled(json, "author").orElse(UNKNOWN_AUTHOR),
                filled(json, "role"),
                time(json, "last_updated"),
                version(json),
                filled(json, "tooling"));
        return new VexDocument(info, time(json, "timestamp"), statements);
    }

    private static VexStatement statement(JsonObject json) throws MalformedJsonException {
        Optional<String> justification = filled(json, "justification");
        Optional<Justification> known = justification.flatMap(Justification::labelled);
        if (known.isEmpty() && justification.isPresent()) {
            throw json.malformed("justification", "one of OpenVEX's justifications");
        }
        var assessment = new Assessment(
                Status.labelled(json.text("status"))
                        .orElseThrow(() -> json.malformed("status", "one of OpenVEX's statuses")),
                filled(json, "status_notes"),
                known,
                filled(json, "impact_statement"),
                filled(json, "action_statement"),
                time(json, "action_statement_timestamp"));
        var info = new StatementInfo(
                filled(json, "@id"),
                json.optionalInteger("version"),
                time(json, "last_updated"),
                filled(json, "supplier"));
        return new VexStatement(info, vulnerability(json), time(json, "timestamp"), products(json), assessment);
    }

    private static Vulnerability vulnerability(JsonObject json) throws MalformedJsonException {
        JsonNode value = json.node().get("vulnerability");
        if (value != null && value.isTextual() && !value.textValue().isBlank()) {
            return Vulnerability.named(value.textValue());
        }
        JsonObject object = json.object("vulnerability");
        Optional<String> id = filled(object, "@id");
        String name = filled(object, "name").or(() -> id).orElseThrow(() -> object.malformed("name", "a text"));
        return new Vulnerability(id, name, filled(object, "description"), object.texts("aliases"));
    }

    private static List<Product> products(JsonObject json) throws MalformedJsonException {
        List<Component> shared = components(json, "subcomponents");
        var products = new ArrayList<Product>();
        for (Element element : elements(json, "products")) {
            List<Component> own =
                    element.object().isPresent() ? components(element.object().get(), "subcomponents") : List.of();
            products.add(new Product(element.component(), own.isEmpty() ? shared : own));
        }
        return products;
    }

    private static List<Component> components(JsonObject json, String name) throws MalformedJsonException {
        var components = new ArrayList<Component>();
        for (Element element : elements(json, name)) {
            components.add(element.component());
        }
        return components;
    }

    /** A component, and the object it was read from when it is not a mere text. */
    private record Element(Component component, Optional<JsonObject> object) {}

    private static List<Element> elements(JsonObject json, String name) throws MalformedJsonException {
        JsonNode array = json.node().get(name);
        if (array == null || array.isNull()) {
            return List.of();
        }
        if (!array.isArray() || array.size() > MAX_PRODUCTS) {
            throw json.malformed(name, "an array of at most " + MAX_PRODUCTS);
        }
        var elements = new ArrayList<Element>();
        for (JsonNode one : array) {
            String place = json.place() + "." + name + "[" + elements.size() + "]";
            if (one.isTextual() && !one.textValue().isBlank()) {
                elements.add(new Element(Component.of(one.textValue()), Optional.empty()));
            } else {
                JsonObject object = JsonObject.of(one, place);
                elements.add(new Element(component(object), Optional.of(object)));
            }
        }
        return elements;
    }

    private static Component component(JsonObject json) throws MalformedJsonException {
        Map<String, String> identifiers = json.textMap("identifiers");
        Map<String, String> hashes = json.textMap("hashes");
        Optional<String> id = filled(json, "@id");
        if (id.isEmpty() && identifiers.isEmpty() && hashes.isEmpty()) {
            throw json.malformed("@id", "@id, identifiers or hashes");
        }
        return new Component(id, identifiers, hashes);
    }

    /** Version 0.0.1 writes the number as a text, and some write none. */
    private static long version(JsonObject json) throws MalformedJsonException {
        JsonNode value = json.node().get("version");
        long version = 1;
        if (value != null && value.isTextual() && value.textValue().matches("[0-9]{1,9}")) {
            version = Long.parseLong(value.textValue());
        } else if (json.has("version")) {
            version = json.integer("version");
        }
        if (version < 1) {
            throw json.malformed("version", "1 or more");
        }
        return version;
    }

    private static Optional<String> filled(JsonObject json, String name) throws MalformedJsonException {
        return json.optionalText(name).filter(text -> !text.isBlank());
    }

    private static Optional<Instant> time(JsonObject json, String name) throws MalformedJsonException {
        Optional<String> text = filled(json, name);
        try {
            Optional<OffsetDateTime> time = text.map(OffsetDateTime::parse);
            if (time.filter(one -> one.getYear() < 1970 || one.getYear() > 9998).isPresent()) {
                throw json.malformed(name, "a time of our days");
            }
            return time.map(OffsetDateTime::toInstant);
        } catch (DateTimeException e) {
            throw json.malformed(name, "an RFC 3339 time");
        }
    }
}
