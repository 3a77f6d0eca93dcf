package dev.attest.sbom.catalog;

import dev.attest.sbom.Gap;
import java.util.List;
import java.util.Optional;

/**
 * What one cataloger took from one file of one layer; {@code ordinal} is the file's position in the layer. {@code unread}
 * says why a wanted file stayed unread; {@code defect} why a file that must be readable is not: either counts only if the
 * image still has the file.
 */
public record LayerRecord(
        String cataloger, int ordinal, List<Finding> findings, Optional<Unread> unread, Optional<String> defect) {
    /** Why a file stayed unread. */
    public record Unread(Gap.Kind kind, String detail) {}

    public LayerRecord {
        findings = List.copyOf(findings);
    }

    /** Whether anything was found, or found to be unreadable. */
    boolean tellsSomething() {
        return !findings.isEmpty() || unread.isPresent() || defect.isPresent();
    }
}
