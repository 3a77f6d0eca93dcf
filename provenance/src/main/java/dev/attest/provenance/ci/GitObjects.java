package dev.attest.provenance.ci;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;

/**
 * Commits among the objects of a git repository, loose or in packs (gitformat-pack, version 2). What is kept as the
 * difference from another commit, or in an alternate, is not read.
 */
final class GitObjects {
    private static final int MAX_COMMIT = 64 << 10;
    private static final int MAX_PACKS = 500;
    private static final Pattern TREE = Pattern.compile("tree ([0-9a-f]{64}|[0-9a-f]{40})\n");

    private final Path objects;

    GitObjects(Path common) {
        this.objects = common.resolve("objects");
    }

    /** The tree of a commit, if the commit is found. */
    Optional<String> tree(String commit) throws IOException {
        Optional<byte[]> loose =
                SmallFile.read(objects.resolve(commit.substring(0, 2)).resolve(commit.substring(2)), MAX_COMMIT);
        if (loose.isPresent()) {
            String text = inflated(new ByteArrayInputStream(loose.get()));
            return text.startsWith("commit ") ? tree(text, text.indexOf('\0') + 1) : Optional.empty();
        }
        for (Path index : packs()) {
            Optional<Long> offset = offset(index, HexFormat.of().parseHex(commit));
            if (offset.isPresent()) {
                String name = String.valueOf(index.getFileName());
                return packed(index.resolveSibling(name.replaceAll("idx$", "pack")), offset.get());
            }
        }
        return Optional.empty();
    }

    private List<Path> packs() throws IOException {
        Path folder = objects.resolve("pack");
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".idx"))
                    .sorted()
                    .limit(MAX_PACKS)
                    .toList();
        }
    }

    /** Where in its pack the object begins: 256 counts by first byte, then ids in order, checksums, offsets. */
    private static Optional<Long> offset(Path index, byte[] id) throws IOException {
        try (SeekableByteChannel channel = Files.newByteChannel(index)) {
            ByteBuffer head = read(channel, 0, 8 + 256 * 4);
            if (head.getInt(0) != 0xff744f63 || head.getInt(4) != 2) {
                return Optional.empty();
            }
            long total = Integer.toUnsignedLong(head.getInt(8 + 255 * 4));
            int first = id[0] & 0xff;
            long low = first == 0 ? 0 : Integer.toUnsignedLong(head.getInt(8 + (first - 1) * 4));
            long high = Integer.toUnsignedLong(head.getInt(8 + first * 4));
            while (low < high) {
                long middle = (low + high) >>> 1;
                byte[] found =
                        read(channel, 8 + 1024 + middle * id.length, id.length).array();
                int order = Arrays.compareUnsigned(id, found);
                if (order == 0) {
                    return Optional.of(offset(channel, 8 + 1024 + total * (id.length + 4), middle, total));
                }
                if (order < 0) {
                    high = middle;
                } else {
                    low = middle + 1;
                }
            }
            return Optional.empty();
        }
    }

    private static long offset(SeekableByteChannel channel, long table, long entry, long total) throws IOException {
        int offset = read(channel, table + entry * 4, 4).getInt(0);
        return offset >= 0
                ? offset
                : read(channel, table + total * 4 + (offset & 0x7fffffffL) * 8, 8)
                        .getLong(0);
    }

    private static Optional<String> packed(Path pack, long offset) throws IOException {
        if (!Files.isRegularFile(pack) || offset < 0) {
            return Optional.empty();
        }
        try (SeekableByteChannel channel = Files.newByteChannel(pack)) {
            channel.position(offset);
            InputStream in = Channels.newInputStream(channel);
            int head = in.read();
            int type = (head >> 4) & 7;
            while ((head & 0x80) != 0 && head >= 0) {
                head = in.read();
            }
            return type == 1 ? tree(inflated(in), 0) : Optional.empty();
        }
    }

    private static ByteBuffer read(SeekableByteChannel channel, long position, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        channel.position(position);
        while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
            // Goes on until the buffer is full; what is missing in a file that was cut stays zero.
        }
        return buffer;
    }

    private static String inflated(InputStream in) throws IOException {
        try {
            return new String(new InflaterInputStream(in).readNBytes(200), StandardCharsets.ISO_8859_1);
        } catch (ZipException | EOFException e) {
            return "";
        }
    }

    private static Optional<String> tree(String text, int start) {
        Matcher tree = TREE.matcher(text).region(start, text.length());
        return tree.lookingAt() ? Optional.of(tree.group(1)) : Optional.empty();
    }
}
