package dev.attest.pipeline;

import dev.attest.oci.Descriptor;
import dev.attest.oci.Digest;
import java.util.List;
import java.util.Optional;

/**
 * Something that is attached to a manifest, as its own manifest tells it. Nothing of it is verified: types and times are
 * what whoever pushed it wrote. {@code size} is that of its layers in bytes; {@code tag} is the legacy tag under which
 * it was found, where it was no referrer; {@code problem} says why its manifest tells nothing; {@code attached} is what
 * is attached to it in turn.
 */
public record Attachment(
        Descriptor manifest,
        Claims claims,
        long size,
        Optional<String> tag,
        Optional<String> problem,
        List<Attachment> attached) {

    /** What the manifest says of itself; {@code created} is the RFC 3339 text as written. */
    public record Claims(String artifactType, Optional<String> predicateType, Optional<String> created) {}

    public Attachment {
        if (size < 0) {
            throw new IllegalArgumentException("a size is not negative");
        }
        attached = List.copyOf(attached);
    }

    public Digest digest() {
        return manifest.digest();
    }

    Attachment with(List<Attachment> below) {
        return new Attachment(manifest, claims, size, tag, problem, below);
    }
}
