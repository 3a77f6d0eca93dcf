package dev.attest.intoto.predicate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.attest.intoto.MalformedStatementException;
import dev.attest.intoto.PredicateType;
import dev.attest.intoto.ResourceDescriptor;
import dev.attest.intoto.Statement;
import dev.attest.json.JsonObject;
import dev.attest.json.MalformedJsonException;
import dev.attest.json.StrictJson;
import java.util.List;
import java.util.Optional;

/**
 * in-toto release: the subjects are all artifacts of the release that {@code purl} names, with its version;
 * {@code packageId} stays the same from release to release. The field was called {@code releaseId} at first, which is
 * still read.
 */
public record Release(String purl, Optional<String> packageId) {
    public Release {
        OneLine.of("purl", purl);
        if (!versioned(purl)) {
            // release, Parsing Rules: the version, which purl-spec leaves open, is required.
            throw new IllegalArgumentException("purl is not a package URL with a version");
        }
        packageId.ifPresent(id -> OneLine.of("packageId", id));
    }

    /** Reads the predicate. */
    public static Release read(JsonObject predicate) throws MalformedStatementException {
        try {
            Optional<String> id = text(predicate, "packageId");
            Optional<String> old = text(predicate, "releaseId");
            if (id.isPresent() && old.isPresent() && !id.equals(old)) {
                throw predicate.malformed("releaseId", "the same as packageId");
            }
            return new Release(predicate.text("purl"), id.or(() -> old));
        } catch (MalformedJsonException e) {
            throw new MalformedStatementException(String.valueOf(e.getMessage()));
        } catch (IllegalArgumentException e) {
            throw new MalformedStatementException(predicate.place() + ": " + e.getMessage());
        }
    }

    /** The predicate as JSON. */
    public ObjectNode json() {
        ObjectNode json = StrictJson.object().put("purl", purl);
        packageId.ifPresent(id -> json.put("packageId", id));
        return json;
    }

    /** The statement that says it of these subjects, all that belong to the release. */
    public Statement statement(List<ResourceDescriptor> subjects) {
        return Statement.of(subjects, PredicateType.RELEASE.uri(), json());
    }

    private static Optional<String> text(JsonObject json, String name) throws MalformedJsonException {
        return json.optionalText(name).filter(value -> !value.isEmpty());
    }

    /** {@code pkg:type/…name@version}; the at sign of an npm scope stands before the last slash. */
    private static boolean versioned(String purl) {
        int end = purl.indexOf('#') < 0 ? purl.length() : purl.indexOf('#');
        int question = purl.indexOf('?');
        String named = purl.substring(0, question < 0 || question > end ? end : question);
        int slash = named.lastIndexOf('/');
        int at = named.indexOf('@', slash + 2);
        return named.startsWith("pkg:")
                && named.indexOf('/') > "pkg:".length()
                && at > slash + 1
                && at < named.length() - 1;
    }
}
