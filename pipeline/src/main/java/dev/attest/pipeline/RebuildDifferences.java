package dev.attest.pipeline;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Takes differences as they are found. All are counted; those that make images different are kept, up to a limit, and those
 * that do not are counted only: there may be one of them for each file.
 */
final class RebuildDifferences {
    private final RebuildTolerance tolerance;
    private final int limit;
    private final Map<RebuildAspect, Long> counts = new EnumMap<>(RebuildAspect.class);
    private final List<RebuildDifference> kept = new ArrayList<>();
    private long omitted;

    RebuildDifferences(RebuildTolerance tolerance, int limit) {
        this.tolerance = tolerance;
        this.limit = limit;
    }

    void add(RebuildDifference difference) {
        for (RebuildDifference.Change change : difference.changes()) {
            counts.merge(change.aspect(), 1L, Long::sum);
        }
        if (difference.changes().stream().anyMatch(change -> tolerance.counts(change.aspect()))) {
            if (kept.size() < limit) {
                kept.add(difference);
            } else {
                omitted++;
            }
        }
    }

    /** How many have been found, whether they count or not. */
    long total() {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    Map<RebuildAspect, Long> counts() {
        return counts;
    }

    List<RebuildDifference> kept() {
        return kept;
    }

    long omitted() {
        return omitted;
    }
}
