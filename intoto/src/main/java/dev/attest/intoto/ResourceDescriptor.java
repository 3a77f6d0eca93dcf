package dev.attest.intoto;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.attest.json.JsonObject;
import dev.attest.json.MalformedJsonException;
import dev.attest.json.StrictJson;
import java.util.Base64;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a Statement speaks about or what a build used (in-toto v1, ResourceDescriptor). Digest values are lower-case hex
 * by algorithm name; {@code content} is base64 text; annotations are any JSON by name and are not to be changed.
 */
public record ResourceDescriptor(
        Optional<String> name,
        Optional<String> uri,
        Map<String, String> digest,
        Optional<String> mediaType,
        Optional<String> downloadLocation,
        Optional<String> content,
        Map<String, JsonNode> annotations) {

    /** sigstore-go reads no more digests of one subject than this. */
    public static final int MAX_DIGESTS = 32;

    public ResourceDescriptor {
        if (digest.size() > MAX_DIGESTS) {
            throw new IllegalArgumentException("more than " + MAX_DIGESTS + " digests of one resource");
        }
        annotations = Collections.unmodifiableMap(new TreeMap<>(annotations));
        var sorted = new TreeMap<String, String>();
        digest.forEach((algorithm, value) -> {
            if (algorithm.isBlank() || !value.matches("[0-9a-f]{8,256}")) {
                throw new IllegalArgumentException("a digest that is not lower-case hex");
            }
            sorted.put(algorithm, value);
        });
        digest = Collections.unmodifiableMap(sorted);
        if (digest.isEmpty() && uri.isEmpty() && name.isEmpty() && content.isEmpty()) {
            throw new IllegalArgumentException("a resource needs a name, a uri, a digest or a content");
        }
    }

    /** A resource of which nothing else is said. */
    public ResourceDescriptor(
            Optional<String> name, Optional<String> uri, Map<String, String> digest, Optional<String> mediaType) {
        this(name, uri, digest, mediaType, Optional.empty(), Optional.empty(), Map.of());
    }

    /** A resource known by its SHA-256. */
    public static ResourceDescriptor sha256(String name, String hex) {
        return new ResourceDescriptor(Optional.of(name), Optional.empty(), Map.of("sha256", hex), Optional.empty());
    }

    /** Reads one from a Statement's subject or a predicate. */
    public static ResourceDescriptor read(JsonObject json) throws MalformedJsonException {
        var digest = new TreeMap<String, String>();
        for (var entry : json.textMap("digest").entrySet()) {
            digest.put(entry.getKey(), entry.getValue().toLowerCase(Locale.ROOT));
        }
        try {
            return new ResourceDescriptor(
                    json.optionalText("name").filter(text -> !text.isEmpty()),
                    json.optionalText("uri").filter(text -> !text.isEmpty()),
                    digest,
                    json.optionalText("mediaType"),
                    json.optionalText("downloadLocation"),
                    json.optionalBase64("content").map(Base64.getEncoder()::encodeToString),
                    annotations(json));
        } catch (IllegalArgumentException e) {
            throw new MalformedJsonException(json.place() + ": " + e.getMessage());
        }
    }

    /** The descriptor as JSON. */
    public ObjectNode json() {
        ObjectNode node = StrictJson.object();
        name.ifPresent(value -> node.put("name", value));
        uri.ifPresent(value -> node.put("uri", value));
        if (!digest.isEmpty()) {
            ObjectNode digests = node.putObject("digest");
            digest.forEach(digests::put);
        }
        mediaType.ifPresent(value -> node.put("mediaType", value));
        downloadLocation.ifPresent(value -> node.put("downloadLocation", value));
        content.ifPresent(value -> node.put("content", value));
        if (!annotations.isEmpty()) {
            ObjectNode values = node.putObject("annotations");
            annotations.forEach(values::set);
        }
        return node;
    }

    /** The annotation {@code name} when it is a text. */
    public Optional<String> annotation(String name) {
        return Optional.ofNullable(annotations.get(name))
                .filter(JsonNode::isTextual)
                .map(JsonNode::textValue);
    }

    /**
     * Whether this subject is the resource with the given digests: at least one algorithm in common, and every common
     * one equal (in-toto v1, DigestSet: a conflict is no match).
     */
    public boolean matches(Map<String, String> actual) {
        boolean common = false;
        for (var entry : digest.entrySet()) {
            String other = actual.get(entry.getKey());
            if (other != null) {
                if (!other.equals(entry.getValue())) {
                    return false;
                }
                common = true;
            }
        }
        return common;
    }

    /** Whether it has one digest of the resource and denies another: it can be no honest description of anything. */
    boolean contradicts(Map<String, String> actual) {
        boolean shares =
                digest.entrySet().stream().anyMatch(entry -> entry.getValue().equals(actual.get(entry.getKey())));
        return shares && !matches(actual);
    }

    private static Map<String, JsonNode> annotations(JsonObject json) throws MalformedJsonException {
        var annotations = new TreeMap<String, JsonNode>();
        Optional<JsonObject> object = json.optionalObject("annotations");
        if (object.isPresent()) {
            object.get().node().properties().forEach(field -> annotations.put(field.getKey(), field.getValue()));
        }
        return annotations;
    }
}
