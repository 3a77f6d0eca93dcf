package dev.attest.localsigstore;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/** Files that nobody else may read or replace. Where a file system has no POSIX permissions, its own defaults must do. */
final class PrivateFiles {

    private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> FOLDER = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> WRITE_OF_OTHERS =
            Set.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);

    private PrivateFiles() {}

    /** Makes the folder for its owner alone, or tightens one that is empty or has the marker file in it; its real path. */
    static Path prepareFolder(Path wanted, String marker) throws IOException {
        if (!Files.isDirectory(wanted)) {
            Files.createDirectories(wanted, attributes(wanted, FOLDER));
        }
        // Who owns a link says nothing about who owns the folder.
        Path folder = wanted.toRealPath();
        if (posix(folder)) {
            tightenFolder(folder, marker);
        }
        return folder;
    }

    private static void tightenFolder(Path folder, String marker) throws IOException {
        requireOwner(folder);
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(folder);
        if (FOLDER.containsAll(permissions)) {
            return;
        }
        if (empty(folder) || Files.exists(folder.resolve(marker), LinkOption.NOFOLLOW_LINKS)) {
            Files.setPosixFilePermissions(folder, FOLDER);
        } else {
            // The folder has another purpose too: its permissions are not ours to change.
            requireNoWriteOfOthers(folder);
        }
    }

    /** Whether the file is there; then it is a plain file of ours alone, whose permissions were tightened if need be. */
    static boolean isOurs(Path file) throws IOException {
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        requirePlain(file);
        if (posix(file)) {
            requireOwner(file);
            if (!FILE.containsAll(Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS))) {
                Files.setPosixFilePermissions(file, FILE);
            }
        }
        return true;
    }

    /** Reads a file that others may read but nobody else may have written or put in its place. */
    static byte[] readTrusted(Path file, int limit) throws IOException {
        requirePlain(file);
        if (posix(file)) {
            for (Path path : List.of(file, file.resolveSibling(".").toRealPath())) {
                requireOwner(path);
                requireNoWriteOfOthers(path);
            }
        }
        return read(file, limit);
    }

    static byte[] read(Path file, int limit) throws IOException {
        try (var in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            byte[] bytes = in.readNBytes(limit + 1);
            if (bytes.length > limit) {
                throw new IOException(file + " is larger than " + limit + " bytes");
            }
            return bytes;
        }
    }

    static FileChannel open(Path file, Set<? extends OpenOption> options) throws IOException {
        return FileChannel.open(file, options, attributes(file, FILE));
    }

    /** Puts the whole content in place at once: a reader, or a crash, sees all of it or what was before. */
    static void replace(Path file, byte[] content) throws IOException {
        Path draft = file.resolveSibling("." + file.getFileName() + "." + UUID.randomUUID());
        try {
            try (FileChannel channel = open(draft, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE))) {
                writeFully(channel, content, 0);
                channel.force(true);
            }
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(draft);
        }
        if (posix(file)) {
            try (FileChannel folder = FileChannel.open(file.resolveSibling("."), StandardOpenOption.READ)) {
                folder.force(true);
            }
        }
    }

    static void writeFully(FileChannel channel, byte[] content, long position) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(content);
        while (buffer.hasRemaining()) {
            channel.write(buffer, position + buffer.position());
        }
    }

    private static void requirePlain(Path file) throws IOException {
        if (Files.isSymbolicLink(file)) {
            throw new IOException(file + " is a symbolic link; a local Sigstore keeps its state in plain files only");
        }
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException(file + (Files.exists(file) ? " is not a plain file" : " does not exist"));
        }
    }

    private static void requireOwner(Path path) throws IOException {
        long owner = ((Number) Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS)).longValue();
        requireOwner(path, owner, new UnixSystem().getUid());
    }

    static void requireOwner(Path path, long owner, long self) throws IOException {
        if (owner != self) {
            throw new IOException(path + " belongs to user id " + owner + ", not to the one who runs this (" + self
                    + "); use a folder of your own");
        }
    }

    private static void requireNoWriteOfOthers(Path path) throws IOException {
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(path);
        if (WRITE_OF_OTHERS.stream().anyMatch(permissions::contains)) {
            throw new IOException(path + " can be written by other users; take that away with chmod go-w");
        }
    }

    private static boolean posix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    private static FileAttribute<?>[] attributes(Path path, Set<PosixFilePermission> permissions) {
        return posix(path)
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)}
                : new FileAttribute<?>[0];
    }

    private static boolean empty(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.findAny().isEmpty();
        }
    }
}
