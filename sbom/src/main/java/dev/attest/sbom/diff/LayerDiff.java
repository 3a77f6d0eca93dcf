package dev.attest.sbom.diff;

import dev.attest.oci.Digest;
import dev.attest.oci.PlatformImage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which layers two images share, by diffID, and what each side has alone; sizes are compressed bytes. */
public record LayerDiff(List<Layer> shared, List<Layer> removed, List<Layer> added) {
    /** A layer and its size as it is stored. */
    public record Layer(Digest diffId, long size) {}

    public LayerDiff {
        shared = List.copyOf(shared);
        removed = List.copyOf(removed);
        added = List.copyOf(added);
    }

    public static LayerDiff of(PlatformImage before, PlatformImage after) {
        Map<Digest, Integer> left = new HashMap<>();
        layers(before).forEach(layer -> left.merge(layer.diffId(), 1, Integer::sum));
        var shared = new ArrayList<Layer>();
        var added = new ArrayList<Layer>();
        for (Layer layer : layers(after)) {
            boolean known = left.merge(layer.diffId(), -1, Integer::sum) >= 0;
            (known ? shared : added).add(layer);
        }
        var removed = new ArrayList<Layer>();
        List<Layer> old = layers(before);
        for (int i = old.size() - 1; i >= 0; i--) {
            if (left.merge(old.get(i).diffId(), -1, Integer::sum) >= 0) {
                removed.add(0, old.get(i));
            }
        }
        return new LayerDiff(shared, removed, added);
    }

    /** The bytes of these layers together. */
    public static long size(List<Layer> layers) {
        long size = 0;
        for (Layer layer : layers) {
            size += Math.min(layer.size(), Long.MAX_VALUE - size);
        }
        return size;
    }

    private static List<Layer> layers(PlatformImage image) {
        var layers = new ArrayList<Layer>();
        for (int i = 0; i < image.layers().size(); i++) {
            layers.add(new Layer(
                    image.config().diffIds().get(i), image.layers().get(i).size()));
        }
        return layers;
    }
}
