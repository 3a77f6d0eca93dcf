package dev.attest.vex.image;

import dev.attest.vex.MalformedVexException;
import dev.attest.vex.VexDocument;
import dev.attest.vex.openvex.OpenVex;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The VEX documents kept beside the source, by convention in {@code .vex/}: every {@code .json} file of the folder, sorted
 * by name; other files and inner folders are not looked at. A document that cannot be read is an error, never left out.
 */
public final class VexTemplates {
    /** Files in one folder. */
    static final int MAX_FILES = 1000;

    /** Bytes of all documents together. */
    static final long MAX_BYTES = 64 << 20;

    private VexTemplates() {}

    /** The documents of a folder, or the one of a file. */
    public static List<VexDocument> load(Path path) throws IOException, MalformedVexException {
        var documents = new ArrayList<VexDocument>();
        long total = 0;
        for (Path file : Files.isDirectory(path) ? files(path) : List.of(path)) {
            byte[] bytes;
            try (InputStream in = Files.newInputStream(file)) {
                bytes = in.readNBytes(OpenVex.MAX_BYTES + 1);
            }
            total += bytes.length;
            if (total > MAX_BYTES) {
                throw new MalformedVexException("VEX documents of more than " + MAX_BYTES + " bytes");
            }
            try {
                documents.add(OpenVex.parse(bytes));
            } catch (MalformedVexException e) {
                throw new MalformedVexException(file.getFileName() + ": " + e.getMessage());
            }
        }
        return List.copyOf(documents);
    }

    private static List<Path> files(Path folder) throws IOException, MalformedVexException {
        List<Path> files;
        try (Stream<Path> entries = Files.list(folder)) {
            files = entries.filter(file -> file.getFileName().toString().endsWith(".json"))
                    .limit(MAX_FILES + 1L)
                    .sorted()
                    .toList();
        }
        if (files.size() > MAX_FILES) {
            throw new MalformedVexException("more than " + MAX_FILES + " VEX documents in one folder");
        }
        for (Path file : files) {
            // A link could lead out of the source repository that is being built.
            if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                throw new MalformedVexException(file.getFileName() + ": not a regular file");
            }
        }
        return files;
    }
}
