package dev.attest.sbom.java;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Makes an {@link ArchiveIndex} of a Maven repository on the disk, whose folders are the coordinates. */
public final class ArchiveIndexWriter {
    private ArchiveIndexWriter() {}

    /** The index of all archives in the repository; of several with the same bytes the first by name counts. */
    public static byte[] ofRepository(Path repository) throws IOException {
        var known = new TreeMap<String, String>();
        for (Path archive : archives(repository)) {
            Path place = repository.relativize(archive);
            int names = place.getNameCount();
            String group = place.subpath(0, names - 3)
                    .toString()
                    .replace(place.getFileSystem().getSeparator(), ".");
            String coordinates = group + ":" + place.getName(names - 3) + ":" + place.getName(names - 2);
            known.merge(sha1(archive), coordinates, (one, other) -> one.compareTo(other) <= 0 ? one : other);
        }
        return write(known);
    }

    /** The bytes of an index of these coordinates by SHA-1. */
    static byte[] write(Map<String, String> known) {
        var sorted = new TreeMap<>(known);
        int texts = sorted.values().stream()
                .mapToInt(text -> 2 + text.getBytes(StandardCharsets.UTF_8).length)
                .sum();
        ByteBuffer index =
                ByteBuffer.allocate(ArchiveIndex.HEADER_BYTES + sorted.size() * ArchiveIndex.RECORD_BYTES + texts);
        index.put(ArchiveIndex.MAGIC).putInt(sorted.size());
        long at = ArchiveIndex.HEADER_BYTES + (long) sorted.size() * ArchiveIndex.RECORD_BYTES;
        for (var entry : sorted.entrySet()) {
            index.put(HexFormat.of().parseHex(entry.getKey())).putLong(at);
            at += 2 + entry.getValue().getBytes(StandardCharsets.UTF_8).length;
        }
        for (String text : sorted.values()) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            index.putShort((short) bytes.length).put(bytes);
        }
        return index.array();
    }

    private static List<Path> archives(Path repository) throws IOException {
        try (Stream<Path> files = Files.walk(repository)) {
            return files.filter(path -> ArchiveKind.isOne(path.getFileName().toString()))
                    .filter(path -> repository.relativize(path).getNameCount() > 3)
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
        }
    }

    private static String sha1(Path path) throws IOException {
        try (InputStream in = Files.newInputStream(path)) {
            MessageDigest computation = MessageDigest.getInstance("SHA-1");
            byte[] buffer = new byte[1 << 16];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                computation.update(buffer, 0, read);
            }
            return HexFormat.of().formatHex(computation.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("a Java platform without SHA-1", e);
        }
    }
}
