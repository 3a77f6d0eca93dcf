package dev.attest.provenance.report.file;

import dev.attest.intoto.ResourceDescriptor;
import dev.attest.provenance.MalformedProvenanceException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A report on the disk, and the name that predicates give it: relative, because machines lay out their folders differently. */
public record ReportFile(Path path, String name) {
    /** A report has at most this many bytes. */
    public static final long MAX_BYTES = 2L << 30;

    private static final int BUFFER = 1 << 16;

    /** What a reader makes of the bytes of a report. */
    @FunctionalInterface
    public interface Content<T> {
        T read(InputStream in) throws IOException, MalformedProvenanceException;
    }

    /** What was read, and the file with the SHA-256 of exactly the bytes that were read. */
    public record Read<T>(T value, ResourceDescriptor resource) {}

    /** The file under the name it was given by: the path where that is relative and leads down, else its last part. */
    public static ReportFile of(Path path) {
        return new ReportFile(path, name(path));
    }

    /** Reads the file once, from its first byte to its last, also where {@code content} needs only some of them. */
    public <T> Read<T> read(Content<T> content) throws IOException, MalformedProvenanceException {
        Path real = path.toRealPath();
        if (!Files.isRegularFile(real)) {
            throw new MalformedProvenanceException(name + ": expected a file");
        }
        if (Files.size(real) > MAX_BYTES) {
            throw new MalformedProvenanceException(name + ": more than " + MAX_BYTES + " bytes");
        }
        MessageDigest sha256 = sha256();
        try (var in = new BufferedInputStream(
                new DigestInputStream(new BoundedInputStream(Files.newInputStream(real), MAX_BYTES), sha256), BUFFER)) {
            T value = content.read(in);
            in.transferTo(OutputStream.nullOutputStream());
            String hex = HexFormat.of().formatHex(sha256.digest());
            return new Read<>(value, ResourceDescriptor.sha256(name, hex));
        } catch (MalformedProvenanceException e) {
            throw new MalformedProvenanceException(name + ": " + e.getMessage());
        }
    }

    static String name(Path path) {
        Path normal = path.normalize();
        Path last = normal.getFileName();
        boolean leadsDown = !normal.isAbsolute() && !normal.startsWith("..");
        String name = leadsDown || last == null ? normal.toString() : last.toString();
        return name.replace(path.getFileSystem().getSeparator(), "/");
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
