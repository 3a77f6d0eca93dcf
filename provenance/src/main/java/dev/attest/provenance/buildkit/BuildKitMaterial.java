package dev.attest.provenance.buildkit;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.attest.intoto.ResourceDescriptor;
import dev.attest.json.JsonObject;
import dev.attest.json.MalformedJsonException;
import dev.attest.provenance.Provenance;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Something that took part in a build: an image, a commit, a file from the web. {@code uri} is as BuildKit wrote it;
 * {@code digest} is empty where BuildKit had none.
 */
public record BuildKitMaterial(Kind kind, String uri, Map<String, String> digest) {
    /** The {@code attest_source} of what is known from BuildKit alone. */
    public static final String SOURCE = "buildkit";

    private static final int MAX_URI = 2048;
    private static final Map<String, Integer> HEX_LENGTHS =
            Map.of("sha1", 40, "sha256", 64, "sha384", 96, "sha512", 128, "gitCommit", 40);
    private static final Set<String> COMMITS = Set.of("sha1", "gitCommit");

    /** What kind of thing it is, which its URI and its digest tell. */
    public enum Kind {
        /** An image: base, build stage, frontend or scanner; BuildKit does not say which. */
        IMAGE,
        /** A blob out of a registry, or a bundle of git objects in one. */
        BLOB,
        GIT,
        HTTP,
        OTHER
    }

    public BuildKitMaterial {
        digest = Collections.unmodifiableMap(new TreeMap<>(digest));
    }

    static BuildKitMaterial read(JsonObject json) throws MalformedJsonException {
        String uri = json.text("uri");
        if (uri.isBlank() || uri.length() > MAX_URI || uri.chars().anyMatch(c -> c <= ' ' || c == 0x7f)) {
            throw json.malformed("uri", "a URI of at most " + MAX_URI + " characters");
        }
        var digest = new TreeMap<String, String>();
        for (Map.Entry<String, String> entry : json.textMap("digest").entrySet()) {
            Integer length = HEX_LENGTHS.get(entry.getKey());
            boolean commit =
                    entry.getKey().equals("gitCommit") && entry.getValue().length() == 64;
            if (length == null || !isHex(entry.getValue(), commit ? 64 : length)) {
                throw json.malformed("digest", "a registered algorithm and lower-case hex of its length");
            }
            digest.put(entry.getKey(), entry.getValue());
        }
        return new BuildKitMaterial(kind(uri, digest.keySet()), uri, digest);
    }

    /** The material as SLSA's {@code resolvedDependencies} name such things, marked as BuildKit's word. */
    public ResourceDescriptor dependency() {
        return new ResourceDescriptor(
                Optional.empty(),
                Optional.of(kind == Kind.GIT ? MaterialUri.git(uri) : MaterialUri.withoutSecrets(uri)),
                kind == Kind.GIT ? commit() : digest,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Map.of(Provenance.SOURCE, TextNode.valueOf(SOURCE)));
    }

    /** in-toto v1, DigestSet: {@code sha1} would be the digest of a file. */
    private Map<String, String> commit() {
        return digest.values().stream()
                .findFirst()
                .map(hex -> Map.of("gitCommit", hex))
                .orElse(Map.of());
    }

    private static Kind kind(String uri, Set<String> algorithms) {
        if (uri.startsWith("pkg:docker/") || uri.startsWith("pkg:oci/")) {
            boolean blob = uri.contains("ref_type=blob") || uri.contains("ref_type=bundle");
            return blob ? Kind.BLOB : Kind.IMAGE;
        }
        if (MaterialUri.isGit(uri) || algorithms.stream().anyMatch(COMMITS::contains)) {
            return Kind.GIT;
        }
        return uri.startsWith("https://") || uri.startsWith("http://") ? Kind.HTTP : Kind.OTHER;
    }

    private static boolean isHex(String text, int length) {
        return text.length() == length && text.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
    }
}
