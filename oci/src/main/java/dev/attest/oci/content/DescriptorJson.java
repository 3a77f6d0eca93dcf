package dev.attest.oci.content;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.attest.json.JsonObject;
import dev.attest.json.MalformedJsonException;
import dev.attest.json.StrictJson;
import dev.attest.oci.Descriptor;
import dev.attest.oci.Digest;
import dev.attest.oci.MalformedImageException;
import dev.attest.oci.Platform;
import java.util.Map;
import java.util.Optional;

/** Descriptors in JSON (OCI image-spec, descriptor.md). */
public final class DescriptorJson {
    private DescriptorJson() {}

    /** Reads a descriptor; {@code urls} and {@code data} are never used. */
    public static Descriptor read(JsonObject object) throws MalformedImageException {
        try {
            SpelledNames.check(object, "mediaType", "digest", "size", "artifactType", "annotations", "platform");
            long size = object.integer("size");
            if (size < 0) {
                throw new MalformedImageException(object.place() + ".size: " + size + " is negative");
            }
            return new Descriptor(
                    object.text("mediaType"),
                    digest(object, "digest"),
                    size,
                    object.optionalText("artifactType").filter(type -> !type.isEmpty()),
                    object.textMap("annotations"),
                    platform(object));
        } catch (MalformedJsonException e) {
            throw new MalformedImageException(String.valueOf(e.getMessage()));
        }
    }

    /** A member that must be a digest. */
    public static Digest digest(JsonObject object, String name) throws MalformedImageException, MalformedJsonException {
        return digest(object.text(name), object.place() + "." + name);
    }

    /** A text at {@code place} that must be a digest. */
    public static Digest digest(String text, String place) throws MalformedImageException {
        try {
            return Digest.parse(text);
        } catch (IllegalArgumentException e) {
            throw new MalformedImageException(place + ": " + e.getMessage());
        }
    }

    /** The descriptor as the listings of referrers hold it. */
    public static ObjectNode write(Descriptor descriptor) {
        ObjectNode node = writePlain(descriptor);
        descriptor.artifactType().ifPresent(type -> node.put("artifactType", type));
        if (!descriptor.annotations().isEmpty()) {
            ObjectNode annotations = node.putObject("annotations");
            for (Map.Entry<String, String> entry : descriptor.annotations().entrySet()) {
                annotations.put(entry.getKey(), entry.getValue());
            }
        }
        return node;
    }

    /** Media type, digest and size alone. */
    public static ObjectNode writePlain(Descriptor descriptor) {
        return StrictJson.object()
                .put("mediaType", descriptor.mediaType())
                .put("digest", descriptor.digest().toString())
                .put("size", descriptor.size());
    }

    private static Optional<Platform> platform(JsonObject object)
            throws MalformedJsonException, MalformedImageException {
        Optional<JsonObject> platform = object.optionalObject("platform");
        return platform.isEmpty() ? Optional.empty() : Optional.of(platformOf(platform.get()));
    }

    private static Platform platformOf(JsonObject platform) throws MalformedJsonException, MalformedImageException {
        SpelledNames.check(platform, "os", "architecture", "variant", "os.version");
        return new Platform(
                platform.text("os"),
                platform.text("architecture"),
                platform.optionalText("variant").orElse(""),
                platform.optionalText("os.version").orElse(""));
    }
}
