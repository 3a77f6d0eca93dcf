package dev.attest.oci;

import dev.attest.oci.content.ConfigJson;
import dev.attest.oci.content.Content;
import dev.attest.oci.content.Manifest;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;

/**
 * The manifests and configurations below one digest. What is {@link #expect expected} is fetched ahead, side by side, and
 * waits until it is asked for; that it could not be had is told only then. Of what waits there are never more than
 * {@code maxCount} documents or {@code maxBytes} bytes, by what their descriptors say; the rest is fetched when it is
 * asked for.
 */
final class Documents implements AutoCloseable {
    /** A manifest, and its configuration where that was fetched with it. */
    private record Fetched(Manifest manifest, Optional<FutureTask<byte[]>> config) {}

    private final Repository repository;
    private final Executor executor;
    private final int maxCount;
    private final long maxBytes;
    private final Map<Descriptor, FutureTask<Fetched>> ahead = new HashMap<>();
    private final Map<Descriptor, FutureTask<byte[]>> configs = new HashMap<>();
    private long bytes;

    Documents(Repository repository, Executor executor, int maxCount, long maxBytes) {
        this.repository = repository;
        this.executor = executor;
        this.maxCount = maxCount;
        this.maxBytes = maxBytes;
    }

    /** Begins to fetch those of {@code listed} that are manifests or indexes. */
    void expect(List<Descriptor> listed) {
        for (Descriptor descriptor : listed) {
            boolean document =
                    MediaTypes.isIndex(descriptor.mediaType()) || MediaTypes.isManifest(descriptor.mediaType());
            if (document && !ahead.containsKey(descriptor) && ahead.size() < maxCount && reserve(descriptor)) {
                var task = new FutureTask<>(() -> fetch(descriptor));
                ahead.put(descriptor, task);
                executor.execute(task);
            }
        }
    }

    /** The verified manifest or index. */
    Manifest manifest(Descriptor descriptor) throws IOException, MalformedImageException {
        FutureTask<Fetched> task = ahead.get(descriptor);
        if (task == null) {
            return read(descriptor);
        }
        Fetched fetched = result(task);
        fetched.config()
                .ifPresent(config -> configs.put(fetched.manifest().config().orElseThrow(), config));
        return fetched.manifest();
    }

    /** The verified configuration. */
    byte[] config(Descriptor descriptor) throws IOException, MalformedImageException {
        FutureTask<byte[]> task = configs.get(descriptor);
        return task == null ? readConfig(descriptor) : result(task);
    }

    /** Lets go of everything that nobody asked for. */
    @Override
    public void close() {
        ahead.values().forEach(task -> task.cancel(true));
    }

    private Fetched fetch(Descriptor descriptor) throws IOException, MalformedImageException {
        Manifest manifest = read(descriptor);
        Optional<Descriptor> config = manifest.config();
        if (config.isEmpty() || ImageReader.claimsAttestation(descriptor) || !reserve(config.get())) {
            return new Fetched(manifest, Optional.empty());
        }
        Descriptor wanted = config.get();
        var task = new FutureTask<>(() -> readConfig(wanted));
        task.run();
        return new Fetched(manifest, Optional.of(task));
    }

    private synchronized boolean reserve(Descriptor descriptor) {
        if (descriptor.size() > maxBytes - bytes) {
            return false;
        }
        bytes += descriptor.size();
        return true;
    }

    private Manifest read(Descriptor descriptor) throws IOException, MalformedImageException {
        return Manifest.parse(repository.manifest(descriptor), descriptor);
    }

    private byte[] readConfig(Descriptor descriptor) throws IOException, MalformedImageException {
        return Content.read(repository, descriptor, ConfigJson.MAX_BYTES);
    }

    private static <T> T result(FutureTask<T> task) throws IOException, MalformedImageException {
        try {
            return task.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while an image's manifests were read");
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            if (cause instanceof IOException world) {
                throw world;
            }
            if (cause instanceof MalformedImageException malformed) {
                throw malformed;
            }
            if (cause instanceof Error error) {
                throw error;
            }
            throw new IllegalStateException("reading a manifest failed in a way that none should", cause);
        }
    }
}
