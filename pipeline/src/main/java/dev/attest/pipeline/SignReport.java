package dev.attest.pipeline;

import dev.attest.intoto.PredicateType;
import dev.attest.oci.Digest;
import dev.attest.oci.Image;
import dev.attest.sbom.Gap;
import java.util.List;

/**
 * What one run left beside an image. {@code gaps} are files nobody could read; {@code unmatchedVex} says of which
 * statements nothing in the image is what they speak of, so that they were left out. {@code attachedAgain} are bundles of
 * earlier runs that the place did not list any more, or not yet.
 */
public record SignReport(
        Image image, List<Attached> attached, List<Gap> gaps, List<String> unmatchedVex, List<Digest> attachedAgain) {
    public SignReport {
        attached = List.copyOf(attached);
        gaps = List.copyOf(gaps);
        unmatchedVex = List.copyOf(unmatchedVex);
        attachedAgain = List.copyOf(attachedAgain);
    }

    /** One bundle: what it says, about which digests, and whether this run signed it or found it there. */
    public record Attached(PredicateType type, List<Digest> subjects, Digest bundle, boolean isNew) {
        public Attached {
            subjects = List.copyOf(subjects);
        }
    }
}
