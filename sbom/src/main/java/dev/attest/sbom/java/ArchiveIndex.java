package dev.attest.sbom.java;

import dev.attest.sbom.MalformedContentException;
import dev.attest.sbom.catalog.KnownFiles;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A file that tells Maven coordinates by SHA-1. It is searched where it lies; nothing of it is held, neither in memory
 * nor open. Numbers are big-endian: the eight bytes {@code AJINDEX1}, the count of records (4 bytes), the records in the
 * unsigned order of their hashes (20 bytes of SHA-1, 8 bytes of the text's offset in the file), then the texts (2 bytes
 * of length, and {@code group:artifact:version} in UTF-8).
 */
public final class ArchiveIndex implements KnownFiles {
    static final byte[] MAGIC = "AJINDEX1".getBytes(StandardCharsets.US_ASCII);
    static final int HEADER_BYTES = 12;
    static final int HASH_BYTES = 20;
    static final int RECORD_BYTES = 28;

    private final Path path;
    private final int count;

    private ArchiveIndex(Path path, int count) {
        this.path = path;
        this.count = count;
    }

    /**
     * Looks whether a file is an index.
     *
     * @throws MalformedContentException when it is not
     */
    public static ArchiveIndex of(Path path) throws IOException, MalformedContentException {
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
            ByteBuffer header = read(file, 0, HEADER_BYTES);
            byte[] magic = new byte[MAGIC.length];
            header.get(magic);
            int count = header.getInt();
            if (Arrays.equals(magic, MAGIC)
                    && count >= 0
                    && HEADER_BYTES + (long) count * RECORD_BYTES <= file.size()) {
                return new ArchiveIndex(path, count);
            }
        } catch (EOFException e) {
            throw new MalformedContentException(path + ": no index of Java archives");
        }
        throw new MalformedContentException(path + ": no index of Java archives");
    }

    @Override
    public Optional<String> coordinates(String sha1) throws IOException {
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
            return find(file, HexFormat.of().parseHex(sha1));
        }
    }

    private Optional<String> find(FileChannel file, byte[] wanted) throws IOException {
        int low = 0;
        int high = count - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            ByteBuffer record = read(file, HEADER_BYTES + (long) middle * RECORD_BYTES, RECORD_BYTES);
            byte[] hash = new byte[HASH_BYTES];
            record.get(hash);
            int order = Arrays.compareUnsigned(hash, wanted);
            if (order == 0) {
                long at = record.getLong();
                int length = read(file, at, 2).getShort() & 0xffff;
                return Optional.of(StandardCharsets.UTF_8
                        .decode(read(file, at + 2, length))
                        .toString());
            }
            low = order < 0 ? middle + 1 : low;
            high = order < 0 ? high : middle - 1;
        }
        return Optional.empty();
    }

    private static ByteBuffer read(FileChannel file, long at, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining()) {
            if (at < 0 || file.read(bytes, at + bytes.position()) < 0) {
                throw new EOFException("the index of Java archives ends too early");
            }
        }
        return bytes.flip();
    }
}
