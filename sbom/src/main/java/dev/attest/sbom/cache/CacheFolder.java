package dev.attest.sbom.cache;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** A folder of files that may be removed at any time; it removes those that were not touched for longest. */
final class CacheFolder {
    private static final String UNFINISHED = ".part";
    private static final Duration ABANDONED = Duration.ofHours(1);
    private static final boolean POSIX =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

    private final Path folder;
    private final long maxBytes;
    private final Clock clock;
    private boolean checked;
    private boolean ours;
    private long unpruned = Long.MAX_VALUE;

    private record Kept(Path path, FileTime time, long size) {}

    CacheFolder(Path folder, long maxBytes, Clock clock) {
        this.folder = folder;
        this.maxBytes = maxBytes;
        this.clock = clock;
    }

    Path file(String name) {
        return folder.resolve(name);
    }

    /** Whether the folder can be used: it is there or can be made, belongs to this user, and nobody else may write to it. */
    synchronized boolean isOurs() {
        if (!checked) {
            checked = true;
            try {
                Files.createDirectories(folder, privately("rwx------"));
                ours = !POSIX || isPrivate();
            } catch (IOException e) {
                ours = false;
            }
        }
        return ours;
    }

    private boolean isPrivate() throws IOException {
        // Whoever this process is, a file that it makes belongs to it.
        Path probe = Files.createTempFile(folder, "probe", UNFINISHED, privately("rw-------"));
        try {
            Set<PosixFilePermission> open = Files.getPosixFilePermissions(folder);
            return Files.getOwner(probe).equals(Files.getOwner(folder))
                    && !open.contains(PosixFilePermission.GROUP_WRITE)
                    && !open.contains(PosixFilePermission.OTHERS_WRITE);
        } finally {
            Files.deleteIfExists(probe);
        }
    }

    void touch(Path file) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(clock.instant()));
    }

    /** Lets the file appear whole, in place of one that is there. */
    void write(String name, byte[] bytes) throws IOException {
        if (!isOurs() || bytes.length > maxBytes / 2) {
            return;
        }
        Path part = Files.createTempFile(folder, name, UNFINISHED, privately("rw-------"));
        try {
            Files.write(part, bytes);
            touch(part);
            Files.move(part, file(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
        pruneAfter(bytes.length);
    }

    /** Looks through the folder at the first file and then once a sixteenth of the bound was added. */
    private synchronized void pruneAfter(long added) throws IOException {
        unpruned = unpruned > Long.MAX_VALUE - added ? Long.MAX_VALUE : unpruned + added;
        if (unpruned > maxBytes / 16) {
            unpruned = 0;
            prune();
        }
    }

    private void prune() throws IOException {
        FileTime abandoned = FileTime.from(clock.instant().minus(ABANDONED));
        long total = 0;
        var kept = new ArrayList<Kept>();
        for (Kept file : list()) {
            boolean unfinished = file.path().toString().endsWith(UNFINISHED);
            if (unfinished && file.time().compareTo(abandoned) < 0) {
                Files.deleteIfExists(file.path());
            } else if (!unfinished) {
                total += file.size();
                kept.add(file);
            }
        }
        kept.sort(Comparator.comparing(Kept::time).thenComparing(Kept::path));
        for (Kept file : kept) {
            if (total <= maxBytes) {
                break;
            }
            Files.deleteIfExists(file.path());
            total -= file.size();
        }
    }

    private List<Kept> list() throws IOException {
        var files = new ArrayList<Kept>();
        try (Stream<Path> paths = Files.list(folder)) {
            for (Path path : (Iterable<Path>) paths::iterator) {
                try {
                    BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
                    if (attributes.isRegularFile()) {
                        files.add(new Kept(path, attributes.lastModifiedTime(), attributes.size()));
                    }
                } catch (IOException e) {
                    // Another process was quicker to remove it.
                }
            }
        }
        return files;
    }

    private static FileAttribute<?>[] privately(String permissions) {
        return POSIX
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }
}
