package dev.attest.oci;

import java.util.List;

/**
 * Everything one digest stands for: a single image, or an index with the indexes nested in it and all its runnable
 * images, sorted by platform and digest. {@code others} are manifests in an index that run nowhere: BuildKit's
 * attestation manifests.
 */
public record Image(Descriptor root, List<Descriptor> indexes, List<PlatformImage> platforms, List<Descriptor> others) {
    public Image {
        indexes = List.copyOf(indexes);
        platforms = List.copyOf(platforms);
        others = List.copyOf(others);
    }

    public boolean isIndex() {
        return MediaTypes.isIndex(root.mediaType());
    }
}
