package dev.attest.pipeline;

import dev.attest.json.JsonObject;
import dev.attest.json.MalformedJsonException;
import dev.attest.json.StrictJson;
import dev.attest.oci.Descriptor;
import dev.attest.oci.Digest;
import dev.attest.oci.MalformedImageException;
import dev.attest.oci.Repository;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/**
 * A manifest that attaches a Sigstore bundle to a subject: one layer whose media type names the bundle (cosign's bundle
 * specification). Annotations are hints of whoever pushed and decide nothing.
 */
record AttachedBundle(Digest subject, Descriptor layer) {
    /** Media types of all bundle versions begin so. */
    static final String MEDIA_TYPE_PREFIX = "application/vnd.dev.sigstore.bundle";

    /** A bundle holds one statement; the largest SBOMs seen stay far below. */
    static final int MAX_BYTES = 64 << 20;

    /** Reads a referrer's manifest; empty when it attaches something else than one bundle. */
    static Optional<AttachedBundle> read(Repository repository, Descriptor referrer)
            throws IOException, MalformedImageException {
        try {
            JsonObject manifest =
                    StrictJson.parseObject(repository.manifest(referrer), "referrer " + referrer.digest());
            List<JsonObject> layers = manifest.objects("layers");
            Optional<JsonObject> subject = manifest.optionalObject("subject");
            if (layers.size() != 1 || subject.isEmpty()) {
                return Optional.empty();
            }
            JsonObject layer = layers.get(0);
            if (!layer.text("mediaType").startsWith(MEDIA_TYPE_PREFIX)) {
                return Optional.empty();
            }
            Descriptor descriptor =
                    new Descriptor(layer.text("mediaType"), Digest.parse(layer.text("digest")), layer.integer("size"));
            return Optional.of(new AttachedBundle(Digest.parse(subject.get().text("digest")), descriptor));
        } catch (MalformedJsonException | IllegalArgumentException e) {
            throw new MalformedImageException(String.valueOf(e.getMessage()));
        }
    }

    /** The bundle's bytes, checked against the layer's digest. */
    byte[] fetch(Repository repository) throws IOException, MalformedImageException {
        if (layer.size() > MAX_BYTES) {
            throw new MalformedImageException(
                    "bundle " + layer.digest() + " has " + layer.size() + " bytes, at most " + MAX_BYTES + " are read");
        }
        try (InputStream in = repository.blob(layer)) {
            return in.readAllBytes();
        }
    }
}
