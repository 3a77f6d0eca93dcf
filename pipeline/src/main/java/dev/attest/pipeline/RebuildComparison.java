package dev.attest.pipeline;

import dev.attest.oci.Descriptor;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Two builds for one platform side by side; a side is empty where an image is not for it. {@code counts} has every aspect
 * that differs and how often, {@code differences} the first of those that count, {@code omitted} how many more there are.
 */
public record RebuildComparison(
        String platform,
        Optional<Descriptor> a,
        Optional<Descriptor> b,
        List<LayerPair> layers,
        Map<RebuildAspect, Long> counts,
        List<RebuildDifference> differences,
        long omitted) {
    /** A layer of A beside the one of B that takes its place, counted from 0; -1 where there is none. */
    public record LayerPair(int a, int b, Relation relation) {}

    /** How two layers are alike. */
    public enum Relation {
        SAME("same"),
        OTHER_COMPRESSION("other compression"),
        DIFFERENT("different"),
        ONLY_IN_A("only in A"),
        ONLY_IN_B("only in B");

        private final String text;

        Relation(String text) {
            this.text = text;
        }

        /** As results name it. */
        public String text() {
            return text;
        }
    }

    public RebuildComparison {
        layers = List.copyOf(layers);
        var sorted = new EnumMap<RebuildAspect, Long>(RebuildAspect.class);
        sorted.putAll(counts);
        counts = Collections.unmodifiableMap(sorted);
        differences = List.copyOf(differences);
    }

    /** Whether nothing differs, the manifest's digest included. */
    public boolean isIdentical() {
        return counts.isEmpty();
    }
}
