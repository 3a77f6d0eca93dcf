package dev.attest.intoto.predicate;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.attest.intoto.MalformedStatementException;
import dev.attest.intoto.PredicateType;
import dev.attest.intoto.ResourceDescriptor;
import dev.attest.intoto.Statement;
import dev.attest.json.JsonObject;
import dev.attest.json.MalformedJsonException;
import dev.attest.json.StrictJson;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * in-toto reference v0.1: who attests ({@code attester.id}, a URI) and the documents referred to. attest closes every
 * run of {@code sign} with one that lists each referrer manifest it attached, so that withheld evidence is noticed.
 * References are sorted by digest, which makes equal lists equal bytes.
 */
public record ReferenceList(String attesterId, List<ResourceDescriptor> references) {
    /** The annotation that holds a reference's predicate type; bundles carry the same one in their manifest. */
    public static final String PREDICATE_TYPE = "in-toto.io/predicate-type";

    /** More references than one run could make. */
    public static final int MAX_REFERENCES = 10_000;

    public ReferenceList {
        if (!attesterId.matches("[A-Za-z][A-Za-z0-9+.-]*:\\S{1,500}")) {
            throw new IllegalArgumentException("attester.id is not a URI");
        }
        if (references.size() > MAX_REFERENCES) {
            throw new IllegalArgumentException("more than " + MAX_REFERENCES + " references");
        }
        references = references.stream()
                .sorted(Comparator.comparing(reference -> reference.digest().toString()))
                .toList();
    }

    /**
     * A reference to the manifest of one attached bundle.
     *
     * @param manifest the SHA-256 of the referrer's manifest, 64 lower-case hex digits
     * @param mediaType the manifest's media type
     * @param downloadLocation where it was pushed, required by the predicate's specification
     */
    public static ResourceDescriptor attached(
            String manifest, String mediaType, String downloadLocation, String predicateType) {
        return new ResourceDescriptor(
                Optional.empty(),
                Optional.empty(),
                Map.of("sha256", manifest),
                Optional.of(mediaType),
                Optional.of(downloadLocation),
                Optional.empty(),
                Map.of(PREDICATE_TYPE, JsonNodeFactory.instance.textNode(predicateType)));
    }

    /** Reads the predicate; a reference that has no digest cannot be checked and is refused. */
    public static ReferenceList read(JsonObject predicate) throws MalformedStatementException {
        try {
            var references = new ArrayList<ResourceDescriptor>();
            for (JsonObject reference : predicate.objects("references")) {
                ResourceDescriptor descriptor = ResourceDescriptor.read(reference);
                if (descriptor.digest().isEmpty()) {
                    throw reference.malformed("digest", "a digest");
                }
                references.add(descriptor);
            }
            return new ReferenceList(predicate.object("attester").text("id"), references);
        } catch (MalformedJsonException | IllegalArgumentException e) {
            throw new MalformedStatementException(String.valueOf(e.getMessage()));
        }
    }

    /** The predicate as JSON. */
    public ObjectNode json() {
        ObjectNode json = StrictJson.object();
        json.putObject("attester").put("id", attesterId);
        ArrayNode list = json.putArray("references");
        references.forEach(reference -> list.add(reference.json()));
        return json;
    }

    /** The statement that says it of these subjects. */
    public Statement statement(List<ResourceDescriptor> subjects) {
        return Statement.of(subjects, PredicateType.REFERENCE.uri(), json());
    }
}
