package dev.attest.testvectors;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The language-neutral test vectors: one folder per area, each with an {@code index.json} that lists every file in it.
 * A vector that is listed but missing, or present but not listed, is an error, so that none is silently left out.
 */
public final class Vectors {
    private static final String INDEX = "index.json";

    private Vectors() {}

    /** All vectors of an area such as {@code statement}, in the order of the index. */
    public static List<Vector> area(String area) {
        try {
            return read(folder(area));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All vectors of a folder that holds an {@code index.json}. */
    static List<Vector> read(Path folder) throws IOException {
        var vectors = new ArrayList<Vector>();
        var listed = new TreeSet<String>();
        for (Map<String, String> entry : IndexReader.read(Files.readString(folder.resolve(INDEX)))) {
            String file = required(entry, "file");
            if (!file.matches("[A-Za-z0-9][A-Za-z0-9._-]*") || !listed.add(file)) {
                throw new IllegalStateException("listed twice or not a file name: " + file);
            }
            if (!Files.isRegularFile(folder.resolve(file))) {
                throw new IllegalStateException("listed but missing: " + file);
            }
            vectors.add(new Vector(
                    folder.resolve(file),
                    Vector.Expected.valueOf(required(entry, "expected").toUpperCase(Locale.ROOT)),
                    required(entry, "defect"),
                    required(entry, "source"),
                    required(entry, "licence")));
        }
        try (Stream<Path> files = Files.list(folder)) {
            files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> !name.equals(INDEX) && !listed.contains(name))
                    .findFirst()
                    .ifPresent(name -> {
                        throw new IllegalStateException("present but not listed: " + name);
                    });
        }
        if (vectors.isEmpty()) {
            throw new IllegalStateException("an area without vectors");
        }
        return List.copyOf(vectors);
    }

    private static Path folder(String area) throws IOException {
        URL index = Vectors.class.getResource("/vectors/" + area + "/" + INDEX);
        if (index == null) {
            throw new IllegalStateException("no such area: " + area);
        }
        try {
            URI uri = index.toURI();
            if ("jar".equals(uri.getScheme())) {
                return unpacked(uri, area);
            }
            return Path.of(uri).resolveSibling("");
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Copies an area out of the archive, so that vectors outlive the open archive. */
    private static Path unpacked(URI uri, String area) throws IOException {
        Path folder = Files.createTempDirectory("vectors");
        folder.toFile().deleteOnExit();
        try (FileSystem archive = FileSystems.newFileSystem(uri, Map.of());
                Stream<Path> files = Files.list(archive.getPath("/vectors/" + area))) {
            for (Path file : files.toList()) {
                Path copy = folder.resolve(String.valueOf(file.getFileName()));
                Files.copy(file, copy);
                copy.toFile().deleteOnExit();
            }
        }
        return folder;
    }

    private static String required(Map<String, String> entry, String name) {
        String value = entry.get(name);
        if (value == null || value.isBlank()) {
            throw new IllegalStateException("a vector without " + name + ": " + entry);
        }
        return value;
    }
}
