package dev.attest.cli;

import dev.attest.oci.Descriptor;
import dev.attest.oci.Digest;
import dev.attest.oci.MalformedImageException;
import dev.attest.oci.NotFoundException;
import dev.attest.oci.Reference;
import dev.attest.oci.Repository;
import dev.attest.oci.content.Content;
import dev.attest.oci.content.Manifest;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Trusted roots that travel with images as cargo: referrers of a type of their own, made by {@code attest save}. Whoever
 * may write to where an image lies may put one there, so that one counts only if the command line names its digest.
 */
final class CarriedRoots {
    static final String ARTIFACT_TYPE = "application/vnd.dev.attest.trusted-root.v1+json";
    static final String LAYER_TYPE = "application/vnd.dev.sigstore.trustedroot+json;version=0.1";

    private final List<Reference> images;
    private final ImageOptions options;
    private final Wiring wiring;

    /** Looks nowhere yet. */
    CarriedRoots(List<Reference> images, ImageOptions options, Wiring wiring) {
        this.images = List.copyOf(images);
        this.options = options;
        this.wiring = wiring;
    }

    /** What is judged is no image. */
    static CarriedRoots none(Wiring wiring) {
        return new CarriedRoots(List.of(), new ImageOptions(), wiring);
    }

    boolean isNowhere() {
        return images.isEmpty();
    }

    /** A root that was found, and where. */
    static final class Found {
        private final byte[] json;
        private final Reference with;

        private Found(byte[] json, Reference with) {
            this.json = json;
            this.with = with;
        }

        byte[] json() {
            return json;
        }

        Reference with() {
            return with;
        }
    }

    /** The root with exactly this digest, if one of the images carries it. What else they carry is not looked at. */
    Optional<Found> find(Digest pinned) throws IOException {
        for (Reference image : images) {
            try (Repository repository = wiring.open(image, options)) {
                Optional<Found> found = find(repository, image, pinned);
                if (found.isPresent()) {
                    return found;
                }
            } catch (MalformedImageException e) {
                throw new IOException(image + ": " + e.getMessage(), e);
            }
        }
        return Optional.empty();
    }

    private static Optional<Found> find(Repository repository, Reference image, Digest pinned)
            throws IOException, MalformedImageException {
        for (Descriptor referrer :
                repository.referrers(repository.resolve(image).digest())) {
            if (mayCarry(referrer)) {
                for (Descriptor layer : layers(repository, referrer)) {
                    if (layer.digest().equals(pinned)) {
                        return Optional.of(new Found(Content.read(repository, layer, NamedRoot.MAX_BYTES), image));
                    }
                }
            }
        }
        return Optional.empty();
    }

    /** Listings that others wrote name another type or none; only one that names evidence is worth no look. */
    private static boolean mayCarry(Descriptor referrer) {
        String type = referrer.artifactType().orElse("");
        return !type.startsWith("application/vnd.dev.sigstore.bundle");
    }

    /** What is spoilt carries nothing; the root that is pinned is found by its own digest or not at all. */
    private static List<Descriptor> layers(Repository repository, Descriptor referrer) throws IOException {
        try {
            return Manifest.parse(repository.manifest(referrer), referrer).layers();
        } catch (MalformedImageException | NotFoundException e) {
            return List.of();
        }
    }
}
