package dev.attest.cli;

import dev.attest.oci.PlatformImage;
import dev.attest.sbom.diff.ListedPackage;
import dev.attest.sbom.facts.ImageFacts;
import java.util.Optional;
import java.util.SortedSet;

/** One side of a comparison: what was named, and what it holds; image and facts where it is no file with an SBOM. */
record DiffSide(
        String name, SortedSet<ListedPackage> packages, Optional<PlatformImage> image, Optional<ImageFacts> facts) {}
