package dev.attest.signing.tuf;

import dev.attest.signing.tuf.metadata.MetaFile;
import dev.attest.signing.tuf.metadata.Root;
import dev.attest.signing.tuf.metadata.Snapshot;
import dev.attest.signing.tuf.metadata.Targets;
import dev.attest.signing.tuf.metadata.Timestamp;
import dev.attest.signing.tuf.metadata.TufException;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/**
 * One pass of the client workflow (§5.1 to §5.6): each role is verified, then kept, before the next is asked for. What
 * fails ends the update; what was kept until then is trusted, and the next update goes on from there.
 */
final class Update {
    private final TufRepository repository;
    private final TufCache cache;
    private final Downloads downloads;
    private final Instant start;

    /** {@code start} is the time that expiry is judged by until the end (§5.1). */
    Update(TufRepository repository, TufCache cache, Downloads downloads, Instant start) {
        this.repository = repository;
        this.cache = cache;
        this.downloads = downloads;
        this.start = start;
    }

    /** The newest state, kept as the last complete one. The caller holds the cache's lock. */
    TrustedSet run() throws IOException, TufException {
        Root root = root(trustedRoot(cache));
        Timestamp timestamp = timestamp(root);
        Snapshot snapshot = snapshot(root, timestamp);
        Targets targets = targets(root, snapshot);
        cache.writeComplete(new CachedSet(
                start,
                timestamp.metadata().file(),
                snapshot.metadata().file(),
                targets.metadata().file()));
        return new TrustedSet(root, timestamp, snapshot, targets, start);
    }

    /** The root that is trusted already (§5.2). */
    static Root trustedRoot(TufCache cache) throws IOException, TufException {
        return Root.trusted(cache.read("root", Limits.ROOT)
                .orElseThrow(() -> new IOException("there is no trusted root in " + cache.place() + " to begin with")));
    }

    private Root root(Root trusted) throws IOException, TufException {
        Root root = trusted;
        for (int i = 0; i < Limits.ROTATIONS; i++) {
            long version = root.metadata().version() + 1;
            Optional<byte[]> file = downloads.fileIfAny(
                    repository.metadataFile("root", Optional.of(version)), Limits.ROOT, version + ".root.json");
            if (file.isEmpty()) {
                break;
            }
            Root next = root.next(file.get());
            if (root.rotatedOnlineKeysIn(next)) {
                // Before the root is kept: whoever is interrupted here does it again.
                cache.delete("timestamp");
                cache.delete("snapshot");
            }
            cache.write("root", file.get());
            root = next;
        }
        root.metadata().requireCurrent(start);
        return root;
    }

    private Timestamp timestamp(Root root) throws IOException, TufException {
        Optional<Timestamp> trusted = kept("timestamp", Limits.TIMESTAMP, file -> Timestamp.verify(file, root));
        byte[] file = downloads.file(
                repository.metadataFile("timestamp", Optional.empty()), Limits.TIMESTAMP, "timestamp.json");
        Timestamp newest = Timestamp.verify(file, root);
        if (trusted.isPresent()) {
            newest.requireNoRollback(trusted.get());
            if (newest.metadata().version() == trusted.get().metadata().version()) {
                // The same version cannot say anything else (§5.4.3.1).
                trusted.get().metadata().requireCurrent(start);
                return trusted.get();
            }
        }
        newest.metadata().requireCurrent(start);
        cache.write("timestamp", file);
        return newest;
    }

    private Snapshot snapshot(Root root, Timestamp timestamp) throws IOException, TufException {
        Optional<Snapshot> trusted = kept("snapshot", Limits.SNAPSHOT, file -> Snapshot.verify(file, root));
        Optional<Snapshot> usable = kept("snapshot", Limits.SNAPSHOT, file -> current(file, root, timestamp));
        if (usable.isPresent()) {
            return usable.get();
        }
        MetaFile announced = timestamp.snapshot();
        byte[] file = downloads.file(
                repository.metadataFile("snapshot", version(root, announced)),
                announced.atMost(Limits.SNAPSHOT),
                "snapshot.json");
        announced.requireContent(file, "snapshot.json");
        Snapshot newest = Snapshot.verify(file, root);
        newest.requireAnnounced(timestamp);
        if (trusted.isPresent()) {
            newest.requireNoRollback(trusted.get());
        }
        newest.metadata().requireCurrent(start);
        cache.write("snapshot", file);
        return newest;
    }

    private Snapshot current(byte[] file, Root root, Timestamp timestamp) throws TufException {
        Snapshot snapshot = Snapshot.verify(file, root);
        snapshot.requireAnnounced(timestamp);
        snapshot.metadata().requireCurrent(start);
        return snapshot;
    }

    private Targets targets(Root root, Snapshot snapshot) throws IOException, TufException {
        MetaFile announced = snapshot.file("targets");
        Optional<Targets> usable = kept("targets", Limits.TARGETS, file -> current(file, root, announced));
        if (usable.isPresent()) {
            return usable.get();
        }
        byte[] file = downloads.file(
                repository.metadataFile("targets", version(root, announced)),
                announced.atMost(Limits.TARGETS),
                "targets.json");
        Targets newest = current(file, root, announced);
        cache.write("targets", file);
        return newest;
    }

    private Targets current(byte[] file, Root root, MetaFile announced) throws TufException {
        Targets targets = Targets.verify(file, "targets", root.role("targets"), announced);
        targets.metadata().requireCurrent(start);
        return targets;
    }

    static Optional<Long> version(Root root, MetaFile announced) {
        return root.consistentSnapshot() ? Optional.of(announced.version()) : Optional.empty();
    }

    private interface Reader<T> {
        T read(byte[] file) throws TufException;
    }

    /** What is in the cache, where it still passes: a file that was damaged or whose keys are gone is as none. */
    private <T> Optional<T> kept(String role, int maxBytes, Reader<T> reader) throws IOException {
        Optional<byte[]> file = cache.read(role, maxBytes);
        try {
            return file.isPresent() ? Optional.of(reader.read(file.get())) : Optional.empty();
        } catch (TufException e) {
            return Optional.empty();
        }
    }
}
