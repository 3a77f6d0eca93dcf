package dev.attest.localsigstore;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/** One writer at a time, among the threads of this process and among processes. */
final class StateLock {

    /**
     * Static on purpose: a file lock belongs to the whole process. It keeps no other thread out, and POSIX gives it up when any
     * channel on the file is closed, so no two threads may ever have the lock file open, whichever LocalSigstore they use.
     */
    private static final ReentrantLock THIS_PROCESS = new ReentrantLock();

    private static final Set<OpenOption> OPTIONS =
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);

    private final Path file;

    StateLock(Path file) {
        this.file = file;
    }

    /** What runs while the lock is held. */
    interface Guarded<T> {
        T run() throws IOException;
    }

    <T> T hold(Guarded<T> work) throws IOException {
        THIS_PROCESS.lock();
        try (FileChannel channel = PrivateFiles.open(file, OPTIONS);
                FileLock lock = lock(channel)) {
            if (!lock.isValid()) {
                throw new IOException("the lock on " + file + " was lost");
            }
            return work.run();
        } finally {
            THIS_PROCESS.unlock();
        }
    }

    private FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.lock();
        } catch (OverlappingFileLockException e) {
            // Only a second copy of this class in the process, of another class loader, gets here.
            throw new IOException(file + " is in use elsewhere in this process", e);
        }
    }
}
