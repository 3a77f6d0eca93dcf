package dev.attest.sbom.cache;

import dev.attest.oci.Digest;
import dev.attest.sbom.catalog.LayerScan;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.Arrays;
import java.util.Optional;

/**
 * Scans of layers in a folder, one file each, named by the digest of all that decides the scan. Several processes may
 * use the folder at once: a file appears whole or not at all, and one that was taken away or spoilt is as if it had
 * never been. The folder is kept below its bound by removing what was not used for longest.
 *
 * <p>Only a folder that nobody else may write to is used: who can write there decides what the layers are said to hold.
 */
public final class LayerCache implements LayerStore {
    private static final String FORMAT = "attest layer scan 2\n";
    private static final int DIGEST_BYTES = 32;

    private final CacheFolder folder;
    private final String scanner;

    /** {@code scanner} names the code that scans, down to its version: scans of other code are not found. */
    public LayerCache(Path folder, long maxBytes, String scanner, Clock clock) {
        this.folder = new CacheFolder(folder, maxBytes, clock);
        this.scanner = scanner;
    }

    @Override
    public Optional<LayerScan> find(LayerKey key) {
        String label = label(key);
        Path file = folder.file(name(label));
        try {
            if (!folder.isOurs() || !Files.isRegularFile(file)) {
                return Optional.empty();
            }
            Optional<ByteBuffer> body = body(Files.readAllBytes(file), label);
            if (body.isEmpty()) {
                Files.deleteIfExists(file);
                return Optional.empty();
            }
            LayerScan scan = ScanCodec.read(body.get());
            folder.touch(file);
            return Optional.of(scan);
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }

    @Override
    public void keep(LayerKey key, LayerScan scan) {
        String label = label(key);
        try {
            folder.write(name(label), file(label, ScanCodec.write(scan)));
        } catch (IOException | RuntimeException e) {
            // The next run reads the layer again.
        }
    }

    /** All that decides what a scan says. */
    private String label(LayerKey key) {
        return FORMAT + scanner + '\n' + key.blob() + '\n' + key.diffId() + '\n' + key.limits() + '\n';
    }

    private static String name(String label) {
        return Digest.sha256(label.getBytes(StandardCharsets.UTF_8)).hex();
    }

    /** The label, the scan, and a digest of both against disks and half-copied folders. */
    private static byte[] file(String label, byte[] scan) {
        byte[] head = label.getBytes(StandardCharsets.UTF_8);
        byte[] file = Arrays.copyOf(head, head.length + scan.length + DIGEST_BYTES);
        System.arraycopy(scan, 0, file, head.length, scan.length);
        byte[] digest = digest(file, head.length + scan.length);
        System.arraycopy(digest, 0, file, head.length + scan.length, DIGEST_BYTES);
        return file;
    }

    private static Optional<ByteBuffer> body(byte[] file, String label) {
        byte[] head = label.getBytes(StandardCharsets.UTF_8);
        int end = file.length - DIGEST_BYTES;
        boolean whole = end >= head.length
                && Arrays.equals(head, 0, head.length, file, 0, head.length)
                && MessageDigest.isEqual(digest(file, end), Arrays.copyOfRange(file, end, file.length));
        return whole ? Optional.of(ByteBuffer.wrap(file, head.length, end - head.length)) : Optional.empty();
    }

    private static byte[] digest(byte[] bytes, int length) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update(bytes, 0, length);
            return sha256.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
