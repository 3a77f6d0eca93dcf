package dev.attest.pipeline;

import dev.attest.intoto.ResourceDescriptor;
import dev.attest.intoto.predicate.SlsaResult;
import dev.attest.intoto.predicate.VerificationSummary;
import java.util.List;

/**
 * What a verification summary says beside what the report knows: who judged, as what the image is fetched, by which
 * policy ({@link VsaPolicy}), and the levels that were found ({@link VsaLevels}).
 */
public record VsaOrder(
        VerificationSummary.Verifier verifier, String resourceUri, ResourceDescriptor policy, List<SlsaResult> levels) {
    public VsaOrder {
        levels = List.copyOf(levels);
    }
}
