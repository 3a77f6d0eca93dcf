package dev.attest.oci;

import java.util.List;

/**
 * One runnable image: its manifest, its configuration and its layers, lowest first, as many as the configuration has
 * diffIDs. The platform is what the configuration says; an index that says otherwise was refused.
 */
public record PlatformImage(
        Descriptor manifest, Descriptor configDescriptor, ImageConfig config, List<Descriptor> layers) {
    public PlatformImage {
        layers = List.copyOf(layers);
        if (layers.size() != config.diffIds().size()) {
            throw new IllegalArgumentException("an image has as many layers as diffIDs");
        }
    }

    public Platform platform() {
        return config.platform();
    }
}
