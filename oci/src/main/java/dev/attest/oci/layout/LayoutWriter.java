package dev.attest.oci.layout;

import dev.attest.oci.Descriptor;
import dev.attest.oci.Digest;
import dev.attest.oci.MismatchException;
import dev.attest.oci.content.VerifyingInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/** Writes files of a layout so that a reader sees the old one or the new one, never a part. */
final class LayoutWriter {
    private static final int BUFFER = 1 << 17;

    private final Path root;

    LayoutWriter(Path root) {
        this.root = root;
    }

    /** Writes a file and takes it away again, in each folder that attaching writes to. */
    void check() throws IOException {
        Path blobs = root.resolve("blobs").resolve(Digest.Algorithm.SHA256.id());
        for (Path folder : Files.isDirectory(blobs) ? List.of(root, blobs) : List.of(root)) {
            Path probe = folder.resolve(".attest-" + UUID.randomUUID() + ".tmp");
            try {
                Files.createFile(probe);
            } catch (IOException e) {
                throw new IOException(folder + ": nothing can be written here, so that nothing can be attached", e);
            } finally {
                Files.deleteIfExists(probe);
            }
        }
    }

    /** Stores a blob; one that is there with the right content stays, which makes this false. */
    boolean blob(Digest digest, byte[] content) throws IOException {
        Path file = file(digest);
        boolean there = Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                && Files.size(file) == content.length
                && Arrays.equals(Files.readAllBytes(file), content);
        if (!there) {
            replace(LayoutReader.blobName(digest), content);
        }
        return !there;
    }

    /** Whether the blob is there and is what its digest says, which is found out by reading it. */
    boolean has(Descriptor descriptor) throws IOException {
        Path file = file(descriptor.digest());
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || Files.size(file) != descriptor.size()) {
            return false;
        }
        byte[] buffer = new byte[BUFFER];
        try (var in = new VerifyingInputStream(Files.newInputStream(file), descriptor)) {
            while (in.read(buffer) >= 0) {
                // Reading is checking.
            }
            return true;
        } catch (MismatchException e) {
            return false;
        }
    }

    /** Stores a blob that is checked while it is read; if it is not what it should be, nothing stays. */
    void stream(Descriptor descriptor, InputStream content) throws IOException {
        Path file = file(descriptor.digest());
        Path temporary = temporary();
        try {
            try (OutputStream out =
                    Files.newOutputStream(temporary, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
                byte[] buffer = new byte[BUFFER];
                for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
                    out.write(buffer, 0, read);
                }
            }
            // Not forced to the disk: whoever reads a blob checks it, and the next run writes it again.
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /** Replaces or creates a file whose folder exists. */
    void replace(String name, byte[] content) throws IOException {
        Path temporary = temporary();
        try {
            try (FileChannel channel =
                    FileChannel.open(temporary, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
                ByteBuffer buffer = ByteBuffer.wrap(content);
                while (buffer.hasRemaining()) {
                    channel.write(buffer);
                }
                channel.force(true);
            }
            Files.move(
                    temporary, root.resolve(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /** Where a blob belongs; its folder is made, each part of it checked before anything is made behind a link. */
    private Path file(Digest digest) throws IOException {
        Path folder = root;
        for (String part : new String[] {"blobs", digest.algorithm().id()}) {
            folder = folder.resolve(part);
            Files.createDirectories(folder);
            if (!folder.toRealPath().startsWith(root)) {
                throw new IOException(root + ": the folder of blobs is a link that leaves the layout");
            }
        }
        return folder.resolve(digest.hex());
    }

    private Path temporary() {
        return root.resolve(".attest-" + UUID.randomUUID() + ".tmp");
    }
}
