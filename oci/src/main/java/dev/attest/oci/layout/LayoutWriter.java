package dev.attest.oci.layout;

import dev.attest.oci.Digest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.UUID;

/** Writes files of a layout so that a reader sees the old one or the new one, never a part. */
final class LayoutWriter {
    private final Path root;

    LayoutWriter(Path root) {
        this.root = root;
    }

    /** Stores a blob; one that is there with the right content stays. */
    void blob(Digest digest, byte[] content) throws IOException {
        Path file = root.resolve(LayoutReader.blobName(digest));
        Path folder = root.resolve("blobs").resolve(digest.algorithm().id());
        Files.createDirectories(folder);
        if (!folder.toRealPath().startsWith(root)) {
            throw new IOException(root + ": the folder of blobs is a link that leaves the layout");
        }
        boolean there = Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                && Files.size(file) == content.length
                && Arrays.equals(Files.readAllBytes(file), content);
        if (!there) {
            replace(LayoutReader.blobName(digest), content);
        }
    }

    /** Replaces or creates a file whose folder exists. */
    void replace(String name, byte[] content) throws IOException {
        Path temporary = root.resolve(".attest-" + UUID.randomUUID() + ".tmp");
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
}
