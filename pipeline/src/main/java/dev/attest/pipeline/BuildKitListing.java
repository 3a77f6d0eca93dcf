package dev.attest.pipeline;

import dev.attest.oci.Descriptor;
import dev.attest.oci.Digest;
import dev.attest.oci.Image;
import dev.attest.oci.MalformedImageException;
import dev.attest.oci.PlatformImage;
import dev.attest.oci.Repository;
import dev.attest.oci.content.Manifest;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Which attestation manifests of BuildKit's an image has, and which of its platforms each is said to be about. */
final class BuildKitListing {
    static final int MAX_ENTRIES = 200;
    static final String ARTIFACT_TYPE = "application/vnd.docker.attestation.manifest.v1+json";

    private static final String REFERENCE_TYPE = "vnd.docker.reference.type";
    private static final String REFERENCE_DIGEST = "vnd.docker.reference.digest";

    /** An attestation manifest and the image it is listed for. */
    record Entry(Descriptor manifest, PlatformImage image) {}

    private final Map<Digest, PlatformImage> images = new TreeMap<>();
    private final Set<Digest> attestations = new LinkedHashSet<>();
    private final Set<Entry> entries = new LinkedHashSet<>();
    private final Set<String> remarks;

    private BuildKitListing(Image image, Set<String> remarks) {
        image.platforms().forEach(one -> images.put(one.manifest().digest(), one));
        image.others().forEach(one -> attestations.add(one.digest()));
        this.remarks = remarks;
    }

    static List<Entry> of(Repository repository, Image image, Set<String> remarks)
            throws IOException, MalformedImageException {
        var listing = new BuildKitListing(image, remarks);
        if (image.isIndex()) {
            for (Descriptor index : image.indexes()) {
                listing.index(Manifest.parse(repository.manifest(index), index));
            }
        } else {
            listing.referrers(repository);
        }
        return List.copyOf(listing.entries);
    }

    private void index(Manifest index) throws MalformedImageException {
        List<Digest> listed = index.manifests().stream().map(Descriptor::digest).toList();
        for (Descriptor one : index.manifests()) {
            // Where an image that runs is only called an attestation, it is an image.
            if (attestations.contains(one.digest())
                    && "attestation-manifest".equals(one.annotations().get(REFERENCE_TYPE))) {
                String about = one.annotations().getOrDefault(REFERENCE_DIGEST, "");
                Optional<PlatformImage> image = listed.stream()
                        .filter(digest -> digest.toString().equals(about))
                        .findFirst()
                        .flatMap(digest -> Optional.ofNullable(images.get(digest)));
                if (image.isPresent()) {
                    add(one, image.get());
                } else {
                    remarks.add(one.digest() + ": an attestation manifest that is listed for no image of its index");
                }
            }
        }
    }

    /** Only where the image is signed without its index: whoever may push may add a referrer later. */
    private void referrers(Repository repository) throws IOException, MalformedImageException {
        for (PlatformImage image : images.values()) {
            for (Descriptor one : repository.referrers(image.manifest().digest())) {
                if (one.artifactType().filter(ARTIFACT_TYPE::equals).isPresent()) {
                    add(one, image);
                }
            }
        }
    }

    private void add(Descriptor manifest, PlatformImage image) throws MalformedImageException {
        if (entries.size() >= MAX_ENTRIES) {
            throw new MalformedImageException("more than " + MAX_ENTRIES + " attestation manifests of one image");
        }
        entries.add(new Entry(new Descriptor(manifest.mediaType(), manifest.digest(), manifest.size()), image));
    }
}
