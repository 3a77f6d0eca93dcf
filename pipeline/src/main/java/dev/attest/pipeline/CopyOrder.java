package dev.attest.pipeline;

import dev.attest.oci.Artifact;
import dev.attest.oci.Platform;
import dev.attest.oci.Reference;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What is to be moved. One platform alone where one is named; {@code tag} is what the image is called at its destination;
 * {@code cargo} is attached to it there; referrers of the artifact types {@code leftOut} stay where they are.
 */
public record CopyOrder(
        Reference image, Optional<Platform> platform, Optional<String> tag, List<Artifact> cargo, Set<String> leftOut) {
    public CopyOrder {
        cargo = List.copyOf(cargo);
        leftOut = Set.copyOf(leftOut);
    }
}
