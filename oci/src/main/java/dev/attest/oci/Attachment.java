package dev.attest.oci;

import java.util.List;

/** What is to be attached to one manifest or index. */
public record Attachment(Descriptor subject, List<Artifact> artifacts) {
    public Attachment {
        artifacts = List.copyOf(artifacts);
    }
}
