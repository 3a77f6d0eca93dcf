package dev.attest.oci.registry;

import dev.attest.oci.Artifact;
import dev.attest.oci.Descriptor;
import dev.attest.oci.MalformedImageException;
import dev.attest.oci.content.ArtifactManifest;
import java.io.IOException;
import java.util.List;

/** Attaches artifacts to a subject: pushes what is missing, then sees to it that all of it is listed. */
final class Attacher {
    private final Referrers referrers;
    private final Uploads uploads;
    private final FallbackTag fallbackTag;

    Attacher(RegistryClient client, Referrers referrers) {
        this.referrers = referrers;
        this.uploads = new Uploads(client);
        this.fallbackTag = new FallbackTag(client, referrers);
    }

    List<Descriptor> attach(Descriptor subject, List<Artifact> artifacts) throws IOException, MalformedImageException {
        List<ArtifactManifest> manifests = ArtifactManifest.all(subject, artifacts);
        Referrers.Listing listing = referrers.list(subject.digest());
        boolean listedByRegistry = listing.hasApi();
        boolean config = false;
        for (ArtifactManifest manifest : manifests) {
            if (listing.byApi().contains(manifest.descriptor().digest())) {
                continue;
            }
            if (!config) {
                uploads.blob(ArtifactManifest.emptyConfig(), ArtifactManifest.emptyConfigBytes());
                config = true;
            }
            uploads.blob(manifest.layer(), manifest.layerBytes());
            listedByRegistry &= uploads.manifest(manifest.descriptor(), manifest.bytes());
        }
        List<Descriptor> descriptors =
                manifests.stream().map(ArtifactManifest::descriptor).toList();
        if (!listedByRegistry && !descriptors.isEmpty()) {
            fallbackTag.add(subject.digest(), descriptors);
        }
        return descriptors;
    }
}
