package dev.attest.sbom;

import java.util.List;
import java.util.Optional;

/** What is in an image: components sorted by reference, and what could not be described, sorted. */
public record Sbom(Optional<OperatingSystem> operatingSystem, List<Component> components, List<Gap> gaps) {
    public Sbom {
        components = List.copyOf(components);
        gaps = gaps.stream().sorted().toList();
    }

    /** Whether everything that was seen is described. */
    public boolean isComplete() {
        return gaps.isEmpty();
    }
}
