package dev.attest.intoto.predicate;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.attest.intoto.MalformedStatementException;
import dev.attest.intoto.ResourceDescriptor;
import dev.attest.intoto.Statement;
import dev.attest.json.JsonObject;
import dev.attest.json.MalformedJsonException;
import dev.attest.json.StrictJson;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * in-toto simple verification result v0.2 (SVR): the properties that a verifier found to hold of an artifact, at a time,
 * by policies that may be none. It can only say what holds; what does not is left out. v0.1, which names no policies, is
 * read.
 */
public record Svr(String verifierId, List<ResourceDescriptor> policies, Instant timeCreated, List<String> properties) {
    /** Its predicate type. */
    public static final String PREDICATE_TYPE = "https://in-toto.io/attestation/svr/v0.2";

    /** More properties, or policies, than a verifier has rules. */
    public static final int MAX_ENTRIES = 1000;

    private static final int MAX_PROPERTY = 256;

    public Svr {
        if (!verifierId.matches("[A-Za-z][A-Za-z0-9+.-]*:\\S{1,2000}")) {
            throw new IllegalArgumentException("verifier.id is not a URI");
        }
        if (policies.size() > MAX_ENTRIES || properties.size() > MAX_ENTRIES) {
            throw new IllegalArgumentException("more than " + MAX_ENTRIES + " policies or properties");
        }
        if (properties.stream().anyMatch(property -> property.isBlank() || property.length() > MAX_PROPERTY)) {
            throw new IllegalArgumentException("a property of 1 to " + MAX_PROPERTY + " characters is expected");
        }
        policies = List.copyOf(policies);
        properties = properties.stream().distinct().sorted().toList();
    }

    /** Reads the predicate. */
    public static Svr read(JsonObject predicate) throws MalformedStatementException {
        try {
            JsonObject verifier = predicate.object("verifier");
            var policies = new ArrayList<ResourceDescriptor>();
            for (JsonObject policy : verifier.objects("policies")) {
                policies.add(ResourceDescriptor.read(policy));
            }
            Optional<Instant> time = Rfc3339.read(predicate, "timeCreated");
            if (time.isEmpty()) {
                throw predicate.malformed("timeCreated", "an RFC 3339 time");
            }
            return new Svr(verifier.text("id"), policies, time.get(), predicate.texts("properties"));
        } catch (MalformedJsonException | IllegalArgumentException e) {
            throw new MalformedStatementException(String.valueOf(e.getMessage()));
        }
    }

    /** The predicate as JSON. */
    public ObjectNode json() {
        ObjectNode json = StrictJson.object();
        ObjectNode verifier = json.putObject("verifier");
        verifier.put("id", verifierId);
        ArrayNode list = verifier.putArray("policies");
        policies.forEach(policy -> list.add(policy.json()));
        json.put("timeCreated", timeCreated.toString());
        ArrayNode held = json.putArray("properties");
        properties.forEach(held::add);
        return json;
    }

    /** The statement that says it of these subjects. */
    public Statement statement(List<ResourceDescriptor> subjects) {
        return Statement.of(subjects, PREDICATE_TYPE, json());
    }
}
