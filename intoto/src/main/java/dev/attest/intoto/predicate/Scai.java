package dev.attest.intoto.predicate;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.attest.intoto.MalformedStatementException;
import dev.attest.intoto.PredicateType;
import dev.attest.intoto.ResourceDescriptor;
import dev.attest.intoto.Statement;
import dev.attest.json.JsonObject;
import dev.attest.json.MalformedJsonException;
import dev.attest.json.StrictJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * in-toto SCAI v0.3, an attribute report: what somebody asserts of the subjects, and who produced them. Attributes keep
 * their order, which is the producer's; a report without any is none (SCAI, {@code predicate.attributes}).
 */
public record Scai(List<ScaiAttribute> attributes, Optional<ResourceDescriptor> producer) {
    /** More attributes than anybody could assert in good faith. */
    public static final int MAX_ATTRIBUTES = 200_000;

    public Scai {
        attributes = List.copyOf(attributes);
        if (attributes.isEmpty() || attributes.size() > MAX_ATTRIBUTES) {
            throw new IllegalArgumentException("a report has 1 to " + MAX_ATTRIBUTES + " attributes");
        }
    }

    /** Reads the predicate; unknown fields are ignored (SCAI, parsing rules). */
    public static Scai read(JsonObject predicate) throws MalformedStatementException {
        try {
            var attributes = new ArrayList<ScaiAttribute>();
            for (JsonObject attribute : predicate.objects("attributes")) {
                attributes.add(ScaiAttribute.read(attribute));
            }
            Optional<JsonObject> producer = predicate.optionalObject("producer");
            return new Scai(
                    attributes,
                    producer.isPresent() ? Optional.of(ResourceDescriptor.read(producer.get())) : Optional.empty());
        } catch (MalformedJsonException e) {
            throw new MalformedStatementException(String.valueOf(e.getMessage()));
        } catch (IllegalArgumentException e) {
            throw new MalformedStatementException(predicate.place() + ".attributes: " + e.getMessage());
        }
    }

    /** The assertions of this attribute. */
    public List<ScaiAttribute> named(String attribute) {
        return attributes.stream()
                .filter(one -> one.attribute().equals(attribute))
                .toList();
    }

    /** The predicate as JSON. */
    public ObjectNode json() {
        ObjectNode json = StrictJson.object();
        ArrayNode list = json.putArray("attributes");
        attributes.forEach(attribute -> list.add(attribute.json()));
        producer.ifPresent(value -> json.set("producer", value.json()));
        return json;
    }

    /** The statement that says it of these subjects. */
    public Statement statement(List<ResourceDescriptor> subjects) {
        return Statement.of(subjects, PredicateType.FACTS.uri(), json());
    }
}
