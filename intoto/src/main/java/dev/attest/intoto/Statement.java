package dev.attest.intoto;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.attest.json.JsonObject;
import dev.attest.json.MalformedJsonException;
import dev.attest.json.StrictJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * An in-toto Statement (v1; v0.1 is read): what is said ({@code predicate}) of whom ({@code subjects}). A statement that
 * was read keeps no bytes: what is verified and handed on are the bytes of its envelope's payload.
 */
public record Statement(List<ResourceDescriptor> subjects, String predicateType, JsonObject predicate) {
    /** The payload type of every Statement in an envelope. */
    public static final String PAYLOAD_TYPE = "application/vnd.in-toto+json";

    public static final String TYPE = "https://in-toto.io/Statement/v1";
    private static final String TYPE_V01 = "https://in-toto.io/Statement/v0.1";

    /** sigstore-go and actions/attest read no more subjects than this. */
    public static final int MAX_SUBJECTS = 1024;

    public Statement {
        subjects = List.copyOf(subjects);
        if (subjects.isEmpty() || subjects.size() > MAX_SUBJECTS) {
            throw new IllegalArgumentException(
                    "a statement has 1 to " + MAX_SUBJECTS + " subjects, not " + subjects.size());
        }
        if (subjects.stream().anyMatch(subject -> subject.digest().isEmpty())) {
            // in-toto v1, Statement: subjects are immutable, so each has a digest.
            throw new IllegalArgumentException("a subject without a digest");
        }
        if (!predicateType.matches("[A-Za-z][A-Za-z0-9+.-]*:\\S{1,500}")) {
            throw new IllegalArgumentException("predicateType is not a URI");
        }
    }

    /** A statement to be signed; {@code predicate} is not to be changed afterwards. */
    public static Statement of(List<ResourceDescriptor> subjects, String predicateType, ObjectNode predicate) {
        try {
            return new Statement(subjects, predicateType, JsonObject.of(predicate, "predicate"));
        } catch (MalformedJsonException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** Reads the payload of an envelope. */
    public static Statement parse(byte[] payload) throws MalformedStatementException {
        try {
            JsonObject json = StrictJson.parseObject(payload, "statement");
            String type = json.text("_type");
            if (!type.equals(TYPE) && !type.equals(TYPE_V01)) {
                throw new MalformedStatementException("statement._type: expected " + TYPE);
            }
            var subjects = new ArrayList<ResourceDescriptor>();
            for (JsonObject subject : json.objects("subject")) {
                if (subjects.size() == MAX_SUBJECTS) {
                    throw new MalformedStatementException("statement.subject: more than " + MAX_SUBJECTS + " subjects");
                }
                subjects.add(ResourceDescriptor.read(subject));
            }
            String predicateType = json.text("predicateType");
            JsonObject predicate = json.has("predicate")
                    ? json.object("predicate")
                    : JsonObject.of(StrictJson.object(), "statement.predicate");
            return new Statement(subjects, predicateType, predicate);
        } catch (MalformedJsonException | IllegalArgumentException e) {
            throw new MalformedStatementException(String.valueOf(e.getMessage()));
        }
    }

    /** The statement's bytes, the same for the same statement. */
    public byte[] write() {
        ObjectNode json = StrictJson.object();
        json.put("_type", TYPE);
        ArrayNode list = json.putArray("subject");
        subjects.forEach(subject -> list.add(subject.json()));
        json.put("predicateType", predicateType);
        json.set("predicate", predicate.node());
        return StrictJson.write(json);
    }

    /**
     * Whether one of the subjects is the resource with these digests ({@code sha256} to hex, …), and none of them has one
     * of its digests and denies another.
     */
    public boolean isAbout(Map<String, String> digests) {
        return subjects.stream().anyMatch(subject -> subject.matches(digests))
                && subjects.stream().noneMatch(subject -> subject.contradicts(digests));
    }
}
