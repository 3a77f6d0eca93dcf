package dev.attest.signing.tuf;

import dev.attest.json.MalformedJsonException;
import dev.attest.signing.key.HashAlgorithm;
import dev.attest.signing.tuf.metadata.TufException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;

/**
 * What a client keeps of a repository, in a folder of its own: metadata under the names of the specification, targets,
 * and the last state that was complete. One process updates at a time; readers need no lock.
 */
public final class TufCache {
    private static final String LOCK = ".lock";
    private static final String COMPLETE = ".complete";
    private static final int MAX_FILE_NAME = 200;

    private final PrivateFolder metadata;
    private final PrivateFolder targets;

    /** A cache of two folders, which are made when something is first written. */
    public TufCache(Path metadata, Path targets) {
        this.metadata = new PrivateFolder(metadata);
        this.targets = new PrivateFolder(targets);
    }

    /** The cache in {@code folder}, which is made when something is first written. */
    public static TufCache in(Path folder) {
        return new TufCache(folder.resolve("metadata"), folder.resolve("targets"));
    }

    /** Whether there is a trusted root to begin with. */
    public boolean isInitialised() throws IOException {
        return read("root", Limits.ROOT).isPresent();
    }

    /** Where messages say the cache is. */
    Path place() {
        return metadata.path();
    }

    Optional<byte[]> read(String role, int maxBytes) throws IOException {
        return metadata.read(role + ".json", maxBytes);
    }

    void write(String role, byte[] file) throws IOException {
        metadata.write(role + ".json", file);
    }

    void delete(String role) throws IOException {
        metadata.delete(role + ".json");
    }

    /** A delegated role's name can be anything, and on some systems names differ by more than case only. */
    static String delegated(String role) {
        return "delegated-" + sha256(role);
    }

    Optional<byte[]> readTarget(String path) throws IOException {
        return targets.read(targetName(path), Limits.TARGET);
    }

    void writeTarget(String path, byte[] content) throws IOException {
        targets.prepare();
        targets.write(targetName(path), content);
    }

    /** The last complete state; one that cannot be read is as none. */
    Optional<CachedSet> complete() throws IOException {
        Optional<byte[]> file = metadata.read(COMPLETE, CachedSet.MAX_BYTES);
        if (file.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(CachedSet.parse(file.get()));
        } catch (MalformedJsonException e) {
            return Optional.empty();
        }
    }

    void writeComplete(CachedSet set) throws IOException {
        metadata.write(COMPLETE, set.encoded());
    }

    /** What is done while no other process or thread updates this cache. */
    interface Task<T> {
        T run() throws IOException, TufException;
    }

    /** Waits until no other process or thread updates this cache, and runs the task meanwhile. */
    <T> T locked(Duration patience, Task<T> task) throws IOException, TufException {
        metadata.prepare();
        try (FileChannel channel = metadata.open(
                metadata.path().resolve(LOCK),
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS))) {
            waitFor(channel, patience);
            return task.run();
        }
    }

    private void waitFor(FileChannel channel, Duration patience) throws IOException {
        long start = System.nanoTime();
        try {
            while (!isLocked(channel)) {
                if (System.nanoTime() - start > patience.toNanos()) {
                    throw new IOException("another process has been updating " + place() + " for "
                            + patience.toSeconds() + " s; try again when it is done");
                }
                Thread.sleep(20);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for " + place());
        }
    }

    private static boolean isLocked(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            // Another thread of this process has it.
            return false;
        }
    }

    private static String targetName(String path) {
        String name = UrlText.encode(path);
        return name.startsWith(".") || name.length() > MAX_FILE_NAME ? "target-" + sha256(path) : name;
    }

    private static String sha256(String text) {
        return HexFormat.of().formatHex(HashAlgorithm.SHA256.hash(text.getBytes(StandardCharsets.UTF_8)));
    }
}
