package dev.attest.testvectors;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/** What one repository of a {@link FakeRegistry} holds, on top of what every repository of it holds. */
final class RegistryStore {
    private final Optional<RegistryStore> below;
    private final Map<String, byte[]> blobs = new ConcurrentHashMap<>();
    private final Map<String, byte[]> manifests = new ConcurrentHashMap<>();
    private final Map<String, String> types = new ConcurrentHashMap<>();
    /** The subjects of the manifests that have one, by the digest under which they were put. */
    private final Map<String, String> subjects = new ConcurrentHashMap<>();

    RegistryStore(Optional<RegistryStore> below) {
        this.below = below;
    }

    /** The digest of the content by the algorithm of another digest; empty for an algorithm that is not known. */
    static String digestLike(String other, byte[] content) {
        String algorithm = other.substring(0, Math.max(0, other.indexOf(':')));
        if (!List.of("sha256", "sha384", "sha512").contains(algorithm)) {
            return "";
        }
        try {
            var digest =
                    MessageDigest.getInstance(algorithm.toUpperCase(Locale.ROOT).replace("SHA", "SHA-"));
            return algorithm + ":" + HexFormat.of().formatHex(digest.digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    Optional<byte[]> blob(String digest) {
        return Optional.ofNullable(blobs.get(digest)).or(() -> below.flatMap(store -> store.blob(digest)));
    }

    void putBlob(String digest, byte[] content) {
        blobs.put(digest, content);
    }

    boolean deleteBlob(String digest) {
        boolean there = blob(digest).isPresent();
        blobs.remove(digest);
        below.ifPresent(store -> store.deleteBlob(digest));
        return there;
    }

    /** The manifest under a tag or digest. */
    Optional<byte[]> manifest(String reference) {
        return Optional.ofNullable(manifests.get(reference))
                .or(() -> below.flatMap(store -> store.manifest(reference)));
    }

    /** The media type that was given with a manifest of this content; empty when none was. */
    String typeOf(byte[] manifest) {
        String type = types.get(LayoutBuilder.sha256(manifest));
        return type != null ? type : below.map(store -> store.typeOf(manifest)).orElse("");
    }

    /** Stores a manifest under a tag or digest, and under its SHA-256 digest in any case. */
    void putManifest(String reference, String mediaType, byte[] content) {
        String digest = LayoutBuilder.sha256(content);
        types.put(digest, mediaType);
        manifests.put(digest, content);
        manifests.put(reference, content);
        String subject = JsonReader.text(JsonReader.object(document(content), "subject"), "digest");
        if (!subject.isEmpty()) {
            subjects.put(reference.contains(":") ? reference : digest, subject);
        }
    }

    /** Deletes a tag, or a digest with every tag that stands for it; false when there is no such thing. */
    boolean deleteManifest(String reference) {
        boolean there = manifest(reference).isPresent();
        if (reference.contains(":")) {
            manifests.values().removeIf(content -> reference.equals(digestLike(reference, content)));
        } else {
            manifests.remove(reference);
        }
        below.ifPresent(store -> store.deleteManifest(reference));
        return there;
    }

    /** All tags in lexical order (distribution-spec, "Listing Tags"). */
    NavigableSet<String> tags() {
        NavigableSet<String> tags = below.map(RegistryStore::tags).orElseGet(TreeSet::new);
        manifests.keySet().stream().filter(name -> !name.contains(":")).forEach(tags::add);
        return tags;
    }

    /** Descriptors, as JSON, of all manifests with that subject, by digest (distribution-spec, "Listing Referrers"). */
    Map<String, String> referrers(String subject, String artifactType) {
        Map<String, String> found = new TreeMap<>(
                below.map(store -> store.referrers(subject, artifactType)).orElseGet(Map::of));
        subjects.forEach((digest, of) -> {
            byte[] content = of.equals(subject) ? manifests.get(digest) : null;
            Map<?, ?> manifest = content == null ? Map.of() : document(content);
            if (content != null && (artifactType.isEmpty() || artifactType.equals(artifactType(manifest)))) {
                found.put(digest, descriptor(digest, content, manifest));
            }
        });
        return found;
    }

    /** What a document says; nothing when it is none. */
    static Map<?, ?> document(byte[] content) {
        return JsonReader.object(new String(content, StandardCharsets.UTF_8)).orElse(Map.of());
    }

    private String descriptor(String digest, byte[] content, Map<?, ?> manifest) {
        var members = new LinkedHashMap<String, String>();
        members.put("mediaType", JsonReader.quote(typeOf(content)));
        members.put("digest", JsonReader.quote(digest));
        members.put("size", String.valueOf(content.length));
        String type = artifactType(manifest);
        if (!type.isEmpty()) {
            members.put("artifactType", JsonReader.quote(type));
        }
        var annotations = new TreeMap<String, String>();
        JsonReader.object(manifest, "annotations")
                .forEach((name, value) ->
                        annotations.put(String.valueOf(name), JsonReader.quote(String.valueOf(value))));
        if (!annotations.isEmpty()) {
            members.put("annotations", object(annotations));
        }
        return object(members);
    }

    private static String artifactType(Map<?, ?> manifest) {
        String own = JsonReader.text(manifest, "artifactType");
        return own.isEmpty() ? JsonReader.text(JsonReader.object(manifest, "config"), "mediaType") : own;
    }

    private static String object(Map<String, String> members) {
        var parts = members.entrySet().stream()
                .map(member -> JsonReader.quote(member.getKey()) + ":" + member.getValue())
                .toList();
        return "{" + String.join(",", parts) + "}";
    }
}
