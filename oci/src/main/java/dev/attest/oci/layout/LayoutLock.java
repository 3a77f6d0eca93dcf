package dev.attest.oci.layout;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Keeps other writers of a layout out, in this process and in others, while index.json is read, changed and replaced.
 * The lock lies on a file of its own: POSIX drops a lock as soon as this process closes any stream on the locked file.
 */
final class LayoutLock implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long PAUSE_MILLIS = 5;

    private final FileChannel channel;
    private final FileLock lock;

    private LayoutLock(FileChannel channel, FileLock lock) {
        this.channel = channel;
        this.lock = lock;
    }

    static LayoutLock of(Path root) throws IOException {
        Path file = root.resolve(".attest.lock");
        // Opening a pipe waits for ever.
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS) && !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException(root + ": .attest.lock is not a regular file");
        }
        // A link of that name would make or open a file outside of the layout.
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.CREATE, LinkOption.NOFOLLOW_LINKS);
        try {
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            FileLock lock = tryLock(channel);
            while (lock == null) {
                if (System.nanoTime() - deadline > 0) {
                    throw new IOException(root + ": another process has been writing to the layout for more than "
                            + PATIENCE.toSeconds() + " seconds");
                }
                pause();
                lock = tryLock(channel);
            }
            return new LayoutLock(channel, lock);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /** Fails when the lock is no longer held. */
    void checkHeld() throws IOException {
        if (!lock.isValid()) {
            throw new IOException("the lock on the layout was lost");
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            // Another thread of this process holds it.
            return null;
        }
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for a layout", e);
        }
    }
}
