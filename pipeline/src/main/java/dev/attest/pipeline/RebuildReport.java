package dev.attest.pipeline;

import dev.attest.oci.Descriptor;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What came of comparing two images; each side's descriptor is that of what was asked about, an index perhaps. {@code
 * itself} says that both are one image at one place, which shows nothing of a rebuild.
 */
public record RebuildReport(
        Descriptor a, Descriptor b, boolean itself, RebuildTolerance tolerance, List<RebuildComparison> comparisons) {
    public RebuildReport {
        comparisons = List.copyOf(comparisons);
        if (comparisons.isEmpty()) {
            throw new IllegalArgumentException("a report compares something");
        }
    }

    /** Whether all that was compared is the same to the last bit. */
    public boolean isIdentical() {
        return comparisons.stream().allMatch(RebuildComparison::isIdentical);
    }

    /** Whether nothing differs that counts. */
    public boolean isReproduced() {
        return comparisons.stream()
                .flatMap(one -> one.counts().keySet().stream())
                .noneMatch(tolerance::counts);
    }

    /** How often what differs, and does not count, over all platforms. */
    public Map<RebuildAspect, Long> tolerated() {
        var sums = new TreeMap<RebuildAspect, Long>();
        for (RebuildComparison one : comparisons) {
            one.counts().forEach((aspect, count) -> {
                if (!tolerance.counts(aspect)) {
                    sums.merge(aspect, count, Long::sum);
                }
            });
        }
        return sums;
    }
}
