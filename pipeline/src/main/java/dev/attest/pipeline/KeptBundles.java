package dev.attest.pipeline;

import dev.attest.oci.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Signed bundles in a folder of the user's own, kept from before they are pushed until a later run has seen them in the
 * registry. What is read from here is evidence like any other: it counts when it verifies. Files are whole or not there,
 * so that several processes may use the folder and each may be killed at any time. Nothing stays longer than
 * {@value #MAX_DAYS} days or beyond {@value #MAX_FILES} files and 512 MiB in all; the oldest goes first.
 */
public final class KeptBundles {
    static final int MAX_DAYS = 30;
    static final int MAX_FILES = 5_000;
    static final long MAX_BYTES = 512L << 20;

    /** What is read for one image. */
    private static final int MAX_OF_IMAGE = 200;

    private static final long MAX_BYTES_OF_IMAGE = 128L << 20;
    private static final Duration DRAFT_LIFE = Duration.ofHours(1);
    private static final int TRIES = 10;
    private static final String DRAFT = ".draft-";
    private static final String SUFFIX = ".json";
    private static final Logger LOG = LoggerFactory.getLogger(KeptBundles.class);

    private final Path folder;
    private final Clock clock;

    /** The folder is made when something is kept. */
    public KeptBundles(Path folder, Clock clock) {
        this.folder = folder;
        this.clock = clock;
    }

    /** Keeps bundles for an image, each of them on the disk when this returns. */
    void keep(String repository, Digest image, Collection<byte[]> bundles) throws IOException {
        Path place = place(repository, image);
        Files.createDirectories(folder, attributes("rwx------"));
        for (byte[] bundle : bundles) {
            write(place, Digest.sha256(bundle).hex() + SUFFIX, bundle);
        }
        prune();
    }

    /** The bundles kept for an image, by digest; what is no such file any more or too old is left out. */
    SortedMap<Digest, byte[]> read(String repository, Digest image, Progress progress) {
        var kept = new TreeMap<Digest, byte[]>();
        long bytes = 0;
        for (Kept file : files(place(repository, image))) {
            bytes += file.size();
            if (kept.size() == MAX_OF_IMAGE || bytes > MAX_BYTES_OF_IMAGE) {
                progress.step("warning: only a part of the bundles kept in "
                        + file.path().getParent() + " is used");
                break;
            }
            if (isOld(file)) {
                continue;
            }
            try (InputStream in = Files.newInputStream(file.path(), LinkOption.NOFOLLOW_LINKS)) {
                byte[] bundle = in.readNBytes(AttachedBundle.MAX_BYTES + 1);
                Digest digest = Digest.sha256(bundle);
                if (file.path().endsWith(digest.hex() + SUFFIX)) {
                    kept.put(digest, bundle);
                } else {
                    progress.step("warning: " + file.path() + " is not what was kept there; it is not used");
                }
            } catch (NoSuchFileException e) {
                LOG.debug("another process has seen {} arrive", file.path());
            } catch (IOException e) {
                progress.step("warning: " + file.path() + " cannot be read; it is not used");
            }
        }
        return kept;
    }

    /** Forgets bundles that were seen where they belong. */
    void forget(String repository, Digest image, Collection<Digest> bundles) {
        for (Digest bundle : bundles) {
            delete(place(repository, image).resolve(bundle.hex() + SUFFIX));
        }
    }

    private record Kept(Path path, long size, Instant time) {}

    private Path place(String repository, Digest image) {
        return folder.resolve(Digest.sha256((repository + "\n" + image).getBytes(StandardCharsets.UTF_8))
                .hex());
    }

    private void write(Path place, String name, byte[] content) throws IOException {
        for (int tried = 1; ; tried++) {
            try {
                Files.createDirectories(place, attributes("rwx------"));
                replace(place, name, content);
                return;
            } catch (NoSuchFileException e) {
                // Another process has taken away the empty folder between the two.
                if (tried == TRIES) {
                    throw e;
                }
            }
        }
    }

    private void replace(Path place, String name, byte[] content) throws IOException {
        Path draft = place.resolve(DRAFT + UUID.randomUUID());
        try {
            try (FileChannel channel = FileChannel.open(
                    draft, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), attributes("rw-------"))) {
                ByteBuffer buffer = ByteBuffer.wrap(content);
                while (buffer.hasRemaining()) {
                    channel.write(buffer);
                }
                channel.force(true);
            }
            Files.setLastModifiedTime(draft, FileTime.from(clock.instant()));
            Files.move(draft, place.resolve(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    /** Takes away what is too old, what was left half written, and the oldest of what is too much. */
    private void prune() {
        var all = new ArrayList<Kept>();
        try (DirectoryStream<Path> places = Files.newDirectoryStream(folder)) {
            for (Path place : places) {
                all.addAll(files(place));
            }
        } catch (IOException | DirectoryIteratorException e) {
            LOG.debug("the kept bundles cannot be looked through", e);
        }
        all.sort(Comparator.comparing(Kept::time).reversed());
        long bytes = 0;
        int count = 0;
        for (Kept file : all) {
            bytes += file.size();
            if (++count > MAX_FILES || bytes > MAX_BYTES || isOld(file)) {
                delete(file.path());
            }
        }
    }

    /** The kept files of one image, drafts of killed writers taken away. */
    private List<Kept> files(Path place) {
        var files = new ArrayList<Kept>();
        if (!Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)) {
            return files;
        }
        try (DirectoryStream<Path> names = Files.newDirectoryStream(place)) {
            for (Path path : names) {
                look(path).ifPresent(files::add);
            }
        } catch (IOException | DirectoryIteratorException e) {
            LOG.debug("{} cannot be listed", place, e);
        }
        files.sort(Comparator.comparing(Kept::path));
        return files;
    }

    private Optional<Kept> look(Path path) {
        try {
            BasicFileAttributes attributes =
                    Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            var file = new Kept(
                    path, attributes.size(), attributes.lastModifiedTime().toInstant());
            if (!String.valueOf(path.getFileName()).startsWith(DRAFT)) {
                return Optional.of(file).filter(any -> attributes.isRegularFile());
            }
            if (file.time().isBefore(clock.instant().minus(DRAFT_LIFE))) {
                delete(path);
            }
        } catch (IOException e) {
            LOG.debug("another process has taken away {}", path);
        }
        return Optional.empty();
    }

    private boolean isOld(Kept file) {
        return file.time().isBefore(clock.instant().minus(Duration.ofDays(MAX_DAYS)));
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
            Path place = file.getParent();
            if (place != null) {
                Files.deleteIfExists(place);
            }
        } catch (IOException e) {
            // It is not empty, or stays for the next run; either does no harm.
            LOG.debug("{} stays", file);
        }
    }

    private FileAttribute<?>[] attributes(String permissions) {
        return folder.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }
}
