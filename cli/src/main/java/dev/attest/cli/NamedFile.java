package dev.attest.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A small file that the command line names, read with a bound that also holds for devices and pipes. */
final class NamedFile {
    private NamedFile() {}

    /** The whole content; {@code what} says in messages what the file should be. */
    static byte[] read(Path file, int maximum, String what) throws IOException {
        if (Files.isDirectory(file)) {
            throw new IOException(file + " is a folder, not " + what);
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] content = in.readNBytes(maximum + 1);
            if (content.length > maximum) {
                throw new IOException(file + " is larger than " + what + " can be");
            }
            return content;
        }
    }
}
