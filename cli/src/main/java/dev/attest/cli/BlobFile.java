package dev.attest.cli;

import dev.attest.signing.key.HashAlgorithm;
import dev.attest.signing.key.Message;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;

/** An artifact of any size on the disk, read once; or, where its digest is all that is known, {@code sha256:…}. */
record BlobFile(String name, Message message) {
    /** Of larger files only the digests are kept, which Ed25519 keys cannot do with. */
    private static final int MAX_KEPT = 64 << 20;

    static BlobFile read(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new IOException(file + " is a folder, not a file");
        }
        try (InputStream in = Files.newInputStream(file)) {
            return new BlobFile(String.valueOf(file.getFileName()), Message.read(in, MAX_KEPT));
        }
    }

    /** A digest, or else a file; one whose name is a digest's is {@code ./sha256:…}, as it could stand in for another. */
    static BlobFile readOrDigest(String text) throws IOException {
        if (text.matches("sha256:[0-9a-f]{64}")) {
            byte[] digest = HexFormat.of().parseHex(text.substring("sha256:".length()));
            return new BlobFile(text, Message.ofDigest(HashAlgorithm.SHA256, digest));
        }
        return read(Path.of(text));
    }

    /** The SHA-256 in hex. */
    String sha256() {
        return HexFormat.of().formatHex(message.digest(HashAlgorithm.SHA256).orElseThrow());
    }
}
