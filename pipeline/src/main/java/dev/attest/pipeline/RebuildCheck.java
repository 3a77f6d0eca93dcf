package dev.attest.pipeline;

import dev.attest.oci.Image;
import dev.attest.oci.MalformedImageException;
import dev.attest.oci.Platform;
import dev.attest.oci.PlatformImage;
import dev.attest.oci.Repository;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;

/**
 * Says whether two images are the same build, platform by platform, and where they are not, in which files and settings
 * they differ. Of images with the same manifest nothing more is read; of others, each layer that is not the same blob in
 * both, once.
 */
public final class RebuildCheck {
    private final ExecutorService executor;
    private final Progress progress;
    private final RebuildTolerance tolerance;
    private final int limit;

    /** At most {@code limit} differences of each platform are listed; the executor must not be the one this runs on. */
    public RebuildCheck(ExecutorService executor, Progress progress, RebuildTolerance tolerance, int limit) {
        this.executor = executor;
        this.progress = progress;
        this.tolerance = tolerance;
        this.limit = limit;
    }

    /** An image and the place where its layers are. */
    public record Side(Repository repository, Image image) {
        /** Whether both are the same image in the same place, under whatever name. */
        boolean isSameAs(Side other) {
            return image.root().digest().equals(other.image.root().digest())
                    && place(repository.name()).equals(place(other.repository.name()));
        }

        private static String place(String name) {
            try {
                return Path.of(name.replaceFirst("^[a-z-]+:", "")).toRealPath().toString();
            } catch (IOException | InvalidPathException e) {
                return name;
            }
        }
    }

    /** One platform of both sides, of which one may be missing. */
    private record Pair(String platform, Optional<PlatformImage> a, Optional<PlatformImage> b) {}

    /** Compares all platforms, or the one asked for; images without it are refused. */
    public RebuildReport compare(Side a, Side b, Optional<Platform> asked) throws IOException, MalformedImageException {
        List<PlatformImage> ofA = Platforms.judged(a.image(), asked);
        List<PlatformImage> ofB = Platforms.judged(b.image(), asked);
        var comparisons = new ArrayList<RebuildComparison>();
        for (Pair pair : pairs(a.image(), ofA, b.image(), ofB)) {
            comparisons.add(compare(a, b, pair));
        }
        boolean itself = a.isSameAs(b);
        return new RebuildReport(a.image().root(), b.image().root(), itself, tolerance, comparisons);
    }

    /** A single image is compared with the one of an index that is for its platform, or with another single one. */
    private static List<Pair> pairs(Image a, List<PlatformImage> ofA, Image b, List<PlatformImage> ofB) {
        if (ofA.size() == 1 && ofB.size() == 1) {
            String platform = ofA.get(0).platform().toString();
            return List.of(new Pair(platform, Optional.of(ofA.get(0)), Optional.of(ofB.get(0))));
        }
        Map<String, List<PlatformImage>> left = byPlatform(ofA);
        Map<String, List<PlatformImage>> right = byPlatform(ofB);
        var platforms = new TreeSet<>(a.isIndex() && !b.isIndex() ? right.keySet() : left.keySet());
        if (a.isIndex() == b.isIndex()) {
            platforms.addAll(right.keySet());
        }
        var pairs = new ArrayList<Pair>();
        for (String platform : platforms) {
            List<PlatformImage> one = left.getOrDefault(platform, List.of());
            List<PlatformImage> other = right.getOrDefault(platform, List.of());
            for (int i = 0; i < Math.max(one.size(), other.size()); i++) {
                pairs.add(new Pair(platform, at(one, i), at(other, i)));
            }
        }
        return pairs;
    }

    private static Optional<PlatformImage> at(List<PlatformImage> images, int index) {
        return index < images.size() ? Optional.of(images.get(index)) : Optional.empty();
    }

    private static Map<String, List<PlatformImage>> byPlatform(List<PlatformImage> images) {
        var sorted = new TreeMap<String, List<PlatformImage>>();
        for (PlatformImage image : images) {
            sorted.computeIfAbsent(image.platform().toString(), any -> new ArrayList<>())
                    .add(image);
        }
        return sorted;
    }

    private RebuildComparison compare(Side a, Side b, Pair pair) throws IOException, MalformedImageException {
        var differences = new RebuildDifferences(tolerance, limit);
        List<RebuildComparison.LayerPair> layers = List.of();
        if (pair.a().isEmpty() || pair.b().isEmpty()) {
            differences.add(RebuildDifference.of(
                    pair.platform(),
                    RebuildAspect.PLATFORM,
                    pair.a().isPresent() ? "there" : "",
                    pair.b().isPresent() ? "there" : ""));
        } else if (!pair.a()
                .get()
                .manifest()
                .digest()
                .equals(pair.b().get().manifest().digest())) {
            layers = compare(
                    new RebuiltLayers.Source(a.repository(), pair.a().get()),
                    new RebuiltLayers.Source(b.repository(), pair.b().get()),
                    differences);
        }
        return new RebuildComparison(
                pair.platform(),
                pair.a().map(PlatformImage::manifest),
                pair.b().map(PlatformImage::manifest),
                layers,
                differences.counts(),
                differences.kept(),
                differences.omitted());
    }

    private List<RebuildComparison.LayerPair> compare(
            RebuiltLayers.Source a, RebuiltLayers.Source b, RebuildDifferences differences)
            throws IOException, MalformedImageException {
        PlatformImage one = a.image();
        PlatformImage other = b.image();
        if (!one.configDescriptor().digest().equals(other.configDescriptor().digest())) {
            RebuiltConfig.compare(
                    RebuiltConfig.read(a.repository(), one), RebuiltConfig.read(b.repository(), other), differences);
        }
        var layers = new RebuiltLayers(a, b);
        progress.step("comparing " + layers.toRead() + " layers for " + one.platform());
        List<RebuildComparison.LayerPair> pairs = layers.compare(executor, differences);
        if (differences.total() == 0) {
            differences.add(RebuildDifference.of("manifest", RebuildAspect.MANIFEST, "", ""));
        }
        return pairs;
    }
}
