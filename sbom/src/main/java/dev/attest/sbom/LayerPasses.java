package dev.attest.sbom;

import dev.attest.oci.LayerEntry;
import dev.attest.oci.MalformedImageException;
import dev.attest.oci.MismatchException;
import dev.attest.sbom.cache.LayerKey;
import dev.attest.sbom.cache.LayerStore;
import dev.attest.sbom.catalog.Catalogers;
import dev.attest.sbom.catalog.ContentMemory;
import dev.attest.sbom.catalog.LayerScan;
import dev.attest.sbom.catalog.LayerScanner;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/** Reads every layer once, one more at a time than there are cores; a layer that fails stops the others. */
final class LayerPasses {
    private static final long MAX_NAMES = 256L << 20;
    /** Reading is work for a core, and each layer that is read takes memory; one more waits for the network or the disk. */
    private static final int AT_ONCE = Runtime.getRuntime().availableProcessors() + 1;

    private final Executor executor;
    private final ScanLimits limits;
    private final LayerSource source;
    private final LayerStore store;
    private final AtomicBoolean stop = new AtomicBoolean();
    private final AtomicLong entries = new AtomicLong();
    private final AtomicLong names = new AtomicLong();
    private final ContentMemory memory;

    LayerPasses(Executor executor, ScanLimits limits, LayerSource source, LayerStore store) {
        this(executor, limits, source, store, new ContentMemory());
    }

    LayerPasses(Executor executor, ScanLimits limits, LayerSource source, LayerStore store, ContentMemory memory) {
        this.memory = memory;
        this.executor = executor;
        this.limits = limits;
        this.source = source;
        this.store = store;
    }

    /** The scans, lowest layer first. Of several failures the first that is not a consequence is thrown. */
    List<LayerScan> scan(int layers) throws IOException, MalformedImageException {
        var tasks = new ArrayList<FutureTask<LayerScan>>();
        for (int i = 0; i < layers; i++) {
            int layer = i;
            var task = new FutureTask<LayerScan>(() -> pass(layer));
            tasks.add(task);
        }
        var waiting = new ConcurrentLinkedQueue<FutureTask<LayerScan>>();
        IntStream.range(0, layers)
                .boxed()
                .sorted(Comparator.comparingLong(layer -> -source.size(layer)))
                .forEach(layer -> waiting.add(tasks.get(layer)));
        for (int i = 0; i < Math.min(layers, AT_ONCE); i++) {
            executor.execute(() -> drain(waiting));
        }
        var scans = new ArrayList<LayerScan>();
        Throwable failure = null;
        for (FutureTask<LayerScan> task : tasks) {
            try {
                scans.add(task.get());
            } catch (ExecutionException e) {
                Throwable cause = e.getCause() == null ? e : e.getCause();
                failure = failure == null || failure instanceof StoppedException ? cause : failure;
            } catch (InterruptedException e) {
                stop.set(true);
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("the scan was interrupted");
            }
        }
        if (failure != null) {
            rethrow(failure);
        }
        return scans;
    }

    private static void drain(Queue<FutureTask<LayerScan>> waiting) {
        for (FutureTask<LayerScan> next = waiting.poll(); next != null; next = waiting.poll()) {
            next.run();
        }
    }

    private LayerScan pass(int layer) throws IOException, MalformedImageException {
        Optional<LayerKey> key = source.key(layer);
        Optional<LayerScan> kept = key.flatMap(store::find);
        if (kept.isPresent()) {
            for (LayerEntry entry : kept.get().entries()) {
                count(entry);
            }
            return kept.get();
        }
        LayerScan scan = read(layer);
        // What this machine had no room for another run may read.
        if (!memory.lackedRoom()) {
            key.ifPresent(name -> store.keep(name, scan));
        }
        return scan;
    }

    private LayerScan read(int layer) throws IOException, MalformedImageException {
        var scanner = new LayerScanner(Catalogers.ALL, limits, memory);
        boolean done = false;
        try {
            if (stop.get()) {
                throw new StoppedException();
            }
            source.read(layer, (entry, content) -> {
                if (stop.get()) {
                    throw new StoppedException();
                }
                count(entry);
                scanner.entry(entry, content);
            });
            done = true;
            return scanner.result();
        } finally {
            if (!done) {
                stop.set(true);
            }
        }
    }

    /** Before the layers are merged all their entries are held. */
    private void count(LayerEntry entry) throws MismatchException {
        long length = (long) entry.path().length() + entry.linkTarget().length();
        if (entries.incrementAndGet() > limits.entries() || names.addAndGet(length) > MAX_NAMES) {
            throw new MismatchException("the image's layers have more than " + limits.entries()
                    + " entries, or more than " + MAX_NAMES + " characters in their names");
        }
    }

    private static void rethrow(Throwable failure) throws IOException, MalformedImageException {
        if (failure instanceof IOException io) {
            throw io;
        }
        if (failure instanceof MalformedImageException malformed) {
            throw malformed;
        }
        if (failure instanceof Error error) {
            throw error;
        }
        throw new IllegalStateException("a layer's scan failed", failure);
    }

    /** Another layer failed; this one is not the reason. */
    private static final class StoppedException extends IOException {
        private static final long serialVersionUID = 1L;

        StoppedException() {
            super("stopped because another layer could not be read");
        }
    }
}
