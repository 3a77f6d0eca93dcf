package dev.attest.vex.scan;

import java.util.List;
import java.util.Optional;

/**
 * Where a vulnerability was found, as far as the scanner says it: a package by its purl, name and version, the
 * scanner's own word for its kind ({@code deb}, {@code Debian:12}), and the places it was seen at, sorted.
 */
public record AffectedPackage(
        Optional<String> purl,
        Optional<String> name,
        Optional<String> version,
        Optional<String> type,
        List<String> locations) {
    /** No package, as of a finding in source code, or where nobody says it. */
    public static final AffectedPackage UNKNOWN =
            new AffectedPackage(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), List.of());

    public AffectedPackage {
        locations = locations.stream().distinct().sorted().toList();
    }
}
