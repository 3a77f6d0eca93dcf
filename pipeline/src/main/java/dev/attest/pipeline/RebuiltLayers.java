package dev.attest.pipeline;

import dev.attest.oci.Descriptor;
import dev.attest.oci.Digest;
import dev.attest.oci.LayerReader;
import dev.attest.oci.MalformedImageException;
import dev.attest.oci.MismatchException;
import dev.attest.oci.PlatformImage;
import dev.attest.oci.Repository;
import dev.attest.pipeline.RebuildComparison.LayerPair;
import dev.attest.pipeline.RebuildComparison.Relation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The layers of two builds. As many on both sides are held against each other one by one; otherwise what a container would
 * see of all of them is. Layers are read side by side, each once, and not kept; digest and diffID are checked on the way.
 */
final class RebuiltLayers {
    private static final int AT_ONCE = Runtime.getRuntime().availableProcessors() + 1;
    private static final long MAX_ENTRIES = 3_200_000;
    private static final long MAX_NAMES = 256L << 20;

    private final Source a;
    private final Source b;
    private final boolean paired;
    private final Map<Key, Job> jobs = new HashMap<>();

    /** Where an image's layers are. */
    static final class Source {
        private final Repository repository;
        private final PlatformImage image;
        private final LayerReader reader = LayerReader.standard();
        private final AtomicLong entries = new AtomicLong();
        private final AtomicLong names = new AtomicLong();

        Source(Repository repository, PlatformImage image) {
            this.repository = repository;
            this.image = image;
        }

        Repository repository() {
            return repository;
        }

        PlatformImage image() {
            return image;
        }

        Key key(int layer) {
            return new Key(image.layers().get(layer).digest(), diffId(layer));
        }

        Digest diffId(int layer) {
            return image.config().diffIds().get(layer);
        }

        int layers() {
            return image.layers().size();
        }

        private void count(int name) throws MismatchException {
            if (entries.incrementAndGet() > MAX_ENTRIES || names.addAndGet(name) > MAX_NAMES) {
                throw new MismatchException("the image's layers have more than " + MAX_ENTRIES
                        + " entries, or more than " + MAX_NAMES + " characters in their names");
            }
        }
    }

    /** A blob and what it is said to hold. */
    private record Key(Digest blob, Digest diffId) {}

    /** A layer to be read; {@code contents} is null where it is enough that it is what it says. */
    private record Job(Source source, int layer, @Nullable LayerContents contents) {
        long size() {
            return source.image.layers().get(layer).size();
        }

        void run() throws IOException, MalformedImageException {
            if (contents == null) {
                source.reader.read(source.repository, source.image, layer, (entry, content) -> {});
                return;
            }
            source.reader.readDetailed(source.repository, source.image, layer, (entry, details, content) -> {
                source.count(entry.path().length() + entry.linkTarget().length());
                contents.entry(entry, details, content);
            });
            contents.end();
        }
    }

    RebuiltLayers(Source a, Source b) {
        this.a = a;
        this.b = b;
        paired = a.layers() == b.layers();
        for (int i = 0; i < a.layers(); i++) {
            expect(a, i);
        }
        for (int i = 0; i < b.layers(); i++) {
            expect(b, i);
        }
    }

    private void expect(Source source, int layer) {
        if (paired && a.key(layer).equals(b.key(layer))) {
            return;
        }
        boolean scan = !paired || !a.diffId(layer).equals(b.diffId(layer));
        Job known = jobs.get(source.key(layer));
        // The same blob may be two layers, of which one is only checked.
        if (known == null || (scan && known.contents() == null)) {
            jobs.put(source.key(layer), new Job(source, layer, scan ? new LayerContents(paired) : null));
        }
    }

    int toRead() {
        return jobs.size();
    }

    List<LayerPair> compare(ExecutorService executor, RebuildDifferences differences)
            throws IOException, MalformedImageException {
        read(executor);
        return paired ? comparePaired(differences) : compareMerged(differences);
    }

    private void read(ExecutorService executor) throws IOException, MalformedImageException {
        Queue<Job> waiting = new ConcurrentLinkedQueue<>(jobs.values().stream()
                .sorted(Comparator.comparingLong((Job job) -> -job.size())
                        .thenComparing(job -> job.source().diffId(job.layer())))
                .toList());
        var tasks = new ArrayList<Callable<Boolean>>();
        for (int i = 0; i < Math.min(jobs.size(), AT_ONCE); i++) {
            tasks.add(() -> drain(waiting));
        }
        Parallel.all(executor, tasks);
    }

    private static boolean drain(Queue<Job> waiting) throws IOException, MalformedImageException {
        boolean done = false;
        try {
            for (Job job = waiting.poll(); job != null; job = waiting.poll()) {
                job.run();
            }
            done = true;
        } finally {
            if (!done) {
                // Nothing that is read now counts any more.
                waiting.clear();
            }
        }
        return done;
    }

    private LayerContents contents(Key key) {
        return Objects.requireNonNull(Objects.requireNonNull(jobs.get(key)).contents());
    }

    private List<LayerPair> comparePaired(RebuildDifferences differences) throws MalformedImageException {
        var pairs = new ArrayList<LayerPair>();
        for (int i = 0; i < a.layers(); i++) {
            Relation relation;
            if (a.key(i).equals(b.key(i))) {
                relation = Relation.SAME;
            } else if (a.diffId(i).equals(b.diffId(i))) {
                relation = Relation.OTHER_COMPRESSION;
                differences.add(
                        RebuildDifference.of("layer " + i, RebuildAspect.COMPRESSION, stored(a, i), stored(b, i)));
            } else {
                relation = Relation.DIFFERENT;
                compareContents(i, differences);
            }
            pairs.add(new LayerPair(i, i, relation));
        }
        return pairs;
    }

    private static String stored(Source source, int layer) {
        Descriptor blob = source.image.layers().get(layer);
        return blob.mediaType() + " " + blob.size() + " bytes";
    }

    private void compareContents(int layer, RebuildDifferences differences) throws MalformedImageException {
        long before = differences.total();
        long alone = alone(differences);
        LayerContents one = contents(a.key(layer));
        LayerContents other = contents(b.key(layer));
        RebuiltTree.compare(new RebuiltTree(List.of(one), layer), new RebuiltTree(List.of(other), layer), differences);
        boolean sameNames = alone == alone(differences);
        if (sameNames && !one.order().equals(other.order())) {
            differences.add(RebuildDifference.of("layer " + layer, RebuildAspect.ORDER, "", ""));
        } else if (differences.total() == before) {
            differences.add(RebuildDifference.of("layer " + layer, RebuildAspect.TAR_FORM, "", ""));
        }
    }

    private static long alone(RebuildDifferences differences) {
        return differences.counts().getOrDefault(RebuildAspect.ONLY_IN_A, 0L)
                + differences.counts().getOrDefault(RebuildAspect.ONLY_IN_B, 0L);
    }

    private List<LayerPair> compareMerged(RebuildDifferences differences) throws MalformedImageException {
        differences.add(
                RebuildDifference.of("layers", RebuildAspect.LAYERING, a.layers() + " layers", b.layers() + " layers"));
        RebuiltTree.compare(tree(a), tree(b), differences);
        int least = Math.min(a.layers(), b.layers());
        int lowest = 0;
        while (lowest < least && a.diffId(lowest).equals(b.diffId(lowest))) {
            lowest++;
        }
        int highest = 0;
        while (highest < least - lowest
                && a.diffId(a.layers() - 1 - highest).equals(b.diffId(b.layers() - 1 - highest))) {
            highest++;
        }
        var pairs = new ArrayList<LayerPair>();
        for (int i = 0; i < lowest; i++) {
            pairs.add(alike(i, i));
        }
        for (int i = lowest; i < a.layers() - highest; i++) {
            pairs.add(new LayerPair(i, -1, Relation.ONLY_IN_A));
        }
        for (int i = lowest; i < b.layers() - highest; i++) {
            pairs.add(new LayerPair(-1, i, Relation.ONLY_IN_B));
        }
        for (int i = highest; i > 0; i--) {
            pairs.add(alike(a.layers() - i, b.layers() - i));
        }
        return pairs;
    }

    private LayerPair alike(int one, int other) {
        boolean same = a.key(one).equals(b.key(other));
        return new LayerPair(one, other, same ? Relation.SAME : Relation.OTHER_COMPRESSION);
    }

    private RebuiltTree tree(Source source) throws MalformedImageException {
        var all = new ArrayList<LayerContents>();
        for (int i = 0; i < source.layers(); i++) {
            all.add(contents(source.key(i)));
        }
        return new RebuiltTree(all, 0);
    }
}
