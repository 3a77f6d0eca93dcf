package dev.attest.intoto.predicate;

import com.fasterxml.jackson.databind.JsonNode;
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
 * run of {@code sign} with one that lists each bundle it attached, so that withheld evidence is noticed.
 * References are sorted by digest, which makes equal lists equal bytes.
 */
public record ReferenceList(String attesterId, List<ResourceDescriptor> references) {
    /** The annotation that holds a reference's predicate type; bundles carry the same one in their manifest. */
    public static final String PREDICATE_TYPE = "in-toto.io/predicate-type";

    /** The annotation that lists the digests a referenced bundle's statement is about. */
    public static final String SUBJECTS = "dev.attest.subjects";

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
     * A reference to one attached bundle, known by its own digest so that it stays the same in every registry.
     *
     * @param bundle the SHA-256 of the bundle, 64 lower-case hex digits
     * @param subjects the digests ({@code sha256:…}) that its statement is about
     */
    public static ResourceDescriptor bundle(
            String bundle, String mediaType, String predicateType, List<String> subjects) {
        ArrayNode about = JsonNodeFactory.instance.arrayNode();
        subjects.stream().sorted().forEach(about::add);
        return new ResourceDescriptor(
                Optional.empty(),
                Optional.empty(),
                Map.of("sha256", bundle),
                Optional.of(mediaType),
                // Required by the predicate's specification; relative to the repository that holds the image.
                Optional.of("blobs/sha256:" + bundle),
                Optional.empty(),
                Map.of(PREDICATE_TYPE, JsonNodeFactory.instance.textNode(predicateType), SUBJECTS, about));
    }

    /** What the statement of a referenced bundle is about; empty when the reference does not say it in texts. */
    public static List<String> subjects(ResourceDescriptor reference) {
        var subjects = new ArrayList<String>();
        JsonNode about = reference.annotations().get(SUBJECTS);
        if (about != null) {
            for (JsonNode subject : about) {
                if (!subject.isTextual()) {
                    return List.of();
                }
                subjects.add(subject.textValue());
            }
        }
        return List.copyOf(subjects);
    }

    /** The predicate type of a referenced bundle, when the reference says it. */
    public static Optional<String> predicateType(ResourceDescriptor reference) {
        return Optional.ofNullable(reference.annotations().get(PREDICATE_TYPE)).map(JsonNode::asText);
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
