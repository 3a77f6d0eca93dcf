package dev.attest.oci.content;

import dev.attest.json.JsonObject;
import dev.attest.json.MalformedJsonException;
import dev.attest.json.StrictJson;
import dev.attest.oci.Descriptor;
import dev.attest.oci.MalformedImageException;
import dev.attest.oci.MediaTypes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A manifest or an index, OCI 1.1 or docker's schema 2 (OCI image-spec, manifest.md and image-index.md). A document that
 * could be read as both is refused (CVE-2021-41190), and so is docker's schema 1.
 */
public final class Manifest {
    /** Manifests and indexes are bounded to this many bytes. */
    public static final int MAX_BYTES = 4 << 20;

    private final Optional<String> mediaType;
    private final Optional<String> artifactType;
    private final Optional<Descriptor> subject;
    private final Optional<Descriptor> config;
    private final List<Descriptor> layers;
    private final List<Descriptor> manifests;
    private final Map<String, String> annotations;
    private final boolean index;

    private Manifest(JsonObject object) throws MalformedJsonException, MalformedImageException {
        SpelledNames.check(
                object, "schemaVersion", "mediaType", "artifactType", "subject", "config", "layers", "manifests");
        if (object.integer("schemaVersion") != 2) {
            throw new MalformedImageException(object.place() + ".schemaVersion: expected 2");
        }
        index = object.has("manifests");
        if (index == (object.has("layers") || object.has("config"))) {
            throw new MalformedImageException(
                    object.place() + ": expected either manifests (an index) or config and layers (a manifest)");
        }
        mediaType = object.optionalText("mediaType");
        artifactType = object.optionalText("artifactType").filter(type -> !type.isEmpty());
        subject = descriptor(object.optionalObject("subject"));
        config = descriptor(index ? Optional.empty() : Optional.of(object.object("config")));
        layers = descriptors(object.objects("layers"));
        manifests = descriptors(object.objects("manifests"));
        annotations = object.textMap("annotations");
    }

    /** Parses a document; {@code what} is how errors name it. */
    public static Manifest parse(byte[] document, String what) throws MalformedImageException {
        try {
            var manifest = new Manifest(StrictJson.parseObject(document, what, MAX_BYTES));
            manifest.checkType(what);
            return manifest;
        } catch (MalformedJsonException e) {
            throw new MalformedImageException(String.valueOf(e.getMessage()));
        }
    }

    /** Parses what {@code descriptor} refers to; the document must be of the descriptor's media type. */
    public static Manifest parse(byte[] document, Descriptor descriptor) throws MalformedImageException {
        String what = descriptor.digest().toString();
        Manifest manifest = parse(document, what);
        if (!manifest.mediaTypeOr(descriptor.mediaType()).equals(descriptor.mediaType())
                || manifest.index != MediaTypes.isIndex(descriptor.mediaType())) {
            throw new MalformedImageException(what + ": the media type is not the one its descriptor says");
        }
        return manifest;
    }

    /** Whether this is an index. */
    public boolean isIndex() {
        return index;
    }

    /** The media type that the document says, else what {@code received} says, else the OCI one of its kind. */
    public String mediaTypeOr(String received) {
        boolean fits = index ? MediaTypes.isIndex(received) : MediaTypes.isManifest(received);
        return mediaType.orElse(fits ? received : index ? MediaTypes.OCI_INDEX : MediaTypes.OCI_MANIFEST);
    }

    public Optional<String> artifactType() {
        return artifactType;
    }

    /** What this manifest is a referrer of. */
    public Optional<Descriptor> subject() {
        return subject;
    }

    /** The configuration; empty for an index. */
    public Optional<Descriptor> config() {
        return config;
    }

    public List<Descriptor> layers() {
        return layers;
    }

    public List<Descriptor> manifests() {
        return manifests;
    }

    /** The manifest's own annotations. */
    public Map<String, String> annotations() {
        return Map.copyOf(annotations);
    }

    /**
     * The descriptor under which a listing of referrers has this document (distribution-spec 1.1, "Listing Referrers"):
     * its artifact type or, where it names none, its configuration's media type, and its annotations.
     */
    public Descriptor listed(Descriptor descriptor) {
        return new Descriptor(
                descriptor.mediaType(),
                descriptor.digest(),
                descriptor.size(),
                artifactType.or(() -> config.map(Descriptor::mediaType)),
                annotations,
                Optional.empty());
    }

    private void checkType(String what) throws MalformedImageException {
        if (mediaType.isPresent()
                && !(index ? MediaTypes.isIndex(mediaType.get()) : MediaTypes.isManifest(mediaType.get()))) {
            throw new MalformedImageException(
                    what + ".mediaType: expected that of " + (index ? "an index" : "a manifest"));
        }
    }

    private static Optional<Descriptor> descriptor(Optional<JsonObject> object) throws MalformedImageException {
        return object.isEmpty() ? Optional.empty() : Optional.of(DescriptorJson.read(object.get()));
    }

    private static List<Descriptor> descriptors(List<JsonObject> objects) throws MalformedImageException {
        var descriptors = new ArrayList<Descriptor>(objects.size());
        for (JsonObject object : objects) {
            descriptors.add(DescriptorJson.read(object));
        }
        return List.copyOf(descriptors);
    }
}
