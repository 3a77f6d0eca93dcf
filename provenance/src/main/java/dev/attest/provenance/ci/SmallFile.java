package dev.attest.provenance.ci;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Files of a build's folder, of which none is read that is larger than expected. */
final class SmallFile {
    private SmallFile() {}

    /** The content; empty when it is no regular file, or larger than {@code maxBytes}. */
    static Optional<byte[]> read(Path file, int maxBytes) throws IOException {
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(maxBytes + 1);
            return bytes.length > maxBytes ? Optional.empty() : Optional.of(bytes);
        }
    }
}
