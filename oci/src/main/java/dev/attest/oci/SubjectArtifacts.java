package dev.attest.oci;

import java.util.List;

/** What is to be attached to one manifest or index. */
public record SubjectArtifacts(Descriptor subject, List<Artifact> artifacts) {
    public SubjectArtifacts {
        artifacts = List.copyOf(artifacts);
    }
}
