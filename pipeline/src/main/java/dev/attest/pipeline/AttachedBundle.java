package dev.attest.pipeline;

import dev.attest.oci.Descriptor;
import dev.attest.oci.Digest;
import dev.attest.oci.MalformedImageException;
import dev.attest.oci.MediaTypes;
import dev.attest.oci.Repository;
import dev.attest.oci.content.Content;
import dev.attest.oci.content.Manifest;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * A manifest that attaches a Sigstore bundle to a subject: one layer whose media type names the bundle (cosign's bundle
 * specification). Annotations are hints of whoever pushed and decide nothing.
 */
record AttachedBundle(Digest subject, Descriptor layer) {
    /** A bundle holds one statement; the largest SBOMs seen stay far below. */
    static final int MAX_BYTES = 64 << 20;

    /** The annotation that names a bundle's predicate type. */
    static final String PREDICATE_TYPE = "dev.sigstore.bundle.predicateType";

    /** Media types of all bundle versions begin so. */
    static final String MEDIA_TYPE_PREFIX = "application/vnd.dev.sigstore.bundle";

    /** Reads a referrer's manifest; empty when it attaches something else than one bundle. */
    static Optional<AttachedBundle> read(Repository repository, Descriptor referrer)
            throws IOException, MalformedImageException {
        if (!MediaTypes.isManifest(referrer.mediaType())) {
            return Optional.empty();
        }
        Manifest manifest = Manifest.parse(repository.manifest(referrer), referrer);
        List<Descriptor> layers = manifest.layers();
        if (layers.size() != 1
                || manifest.subject().isEmpty()
                || !layers.get(0).mediaType().startsWith(MEDIA_TYPE_PREFIX)) {
            return Optional.empty();
        }
        Descriptor layer = layers.get(0);
        return Optional.of(new AttachedBundle(
                manifest.subject().get().digest(), new Descriptor(layer.mediaType(), layer.digest(), layer.size())));
    }

    /** The bundle's bytes, checked against the layer's digest and size. */
    byte[] fetch(Repository repository) throws IOException, MalformedImageException {
        return Content.read(repository, layer, MAX_BYTES);
    }
}
