package dev.attest.oci;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What content is and how to know it (OCI image-spec, descriptor.md). Size in bytes. */
public record Descriptor(
        String mediaType,
        Digest digest,
        long size,
        Optional<String> artifactType,
        Map<String, String> annotations,
        Optional<Platform> platform) {

    public Descriptor {
        if (size < 0) {
            throw new IllegalArgumentException("a descriptor's size is not negative");
        }
        annotations = Collections.unmodifiableMap(new TreeMap<>(annotations));
    }

    public Descriptor(String mediaType, Digest digest, long size) {
        this(mediaType, digest, size, Optional.empty(), Map.of(), Optional.empty());
    }
}
