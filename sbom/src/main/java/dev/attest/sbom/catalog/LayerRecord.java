package dev.attest.sbom.catalog;

import dev.attest.sbom.Gap;
import java.util.List;
import java.util.Optional;

/**
 * What one cataloger took from one file of one layer. {@code gap} says why a wanted file stayed unread; {@code defect}
 * why a file that must be readable is not: it counts only if the image still has the file.
 */
public record LayerRecord(
        String cataloger, String path, List<Finding> findings, Optional<Gap> gap, Optional<String> defect) {
    public LayerRecord {
        findings = List.copyOf(findings);
    }

    /** The same record under a hard link's path. */
    LayerRecord at(String linkPath) {
        return new LayerRecord(
                cataloger,
                linkPath,
                findings,
                gap.map(value -> new Gap(value.kind(), linkPath, value.detail())),
                defect.map(value -> linkPath + " (a hard link): " + value));
    }
}
