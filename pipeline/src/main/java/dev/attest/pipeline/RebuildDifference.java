package dev.attest.pipeline;

import java.util.List;

/**
 * One thing that differs: a file, a setting, a layer. {@code path} names it; {@code layerA} and {@code layerB} are the
 * layers that have it, counted from the lowest, 0, and -1 where none does.
 */
public record RebuildDifference(String path, int layerA, int layerB, List<Change> changes) {
    /** One aspect of it on both sides, empty where there is nothing to show. */
    public record Change(RebuildAspect aspect, String before, String after) {}

    public RebuildDifference {
        changes = List.copyOf(changes);
    }

    static RebuildDifference of(String path, RebuildAspect aspect, String before, String after) {
        return new RebuildDifference(path, -1, -1, List.of(new Change(aspect, before, after)));
    }
}
