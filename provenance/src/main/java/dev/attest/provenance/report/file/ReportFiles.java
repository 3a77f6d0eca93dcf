package dev.attest.provenance.report.file;

import dev.attest.provenance.MalformedProvenanceException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The files that were named, and those with a given ending in the folders that were named; each once, in a fixed order. */
public final class ReportFiles {
    /** At most this many files are read in one run. */
    public static final int MAX_FILES = 10_000;

    private static final int MAX_ENTRIES = 200_000;
    private static final int MAX_DEPTH = 32;

    private ReportFiles() {}

    /**
     * A file that was named counts whatever its name; in a folder those that end in {@code ending} count, a link that
     * does is refused, other links are not followed, and {@code fromFolder} tells the two apart.
     */
    public record Found(ReportFile file, boolean fromFolder) {}

    /** Finds the files; the order is that of their names. */
    public static List<Found> find(List<Path> named, String ending) throws IOException, MalformedProvenanceException {
        var found = new ArrayList<Found>();
        var seen = new HashSet<Path>();
        for (Path path : named) {
            boolean folder = Files.isDirectory(path);
            for (ReportFile file : folder ? inside(path, ending) : List.of(ReportFile.of(path))) {
                if (seen.add(file.path().toRealPath())) {
                    found.add(new Found(file, folder));
                }
            }
        }
        if (found.size() > MAX_FILES) {
            throw new MalformedProvenanceException("more than " + MAX_FILES + " reports");
        }
        found.sort((one, other) -> one.file().name().compareTo(other.file().name()));
        return List.copyOf(found);
    }

    /** The files that were named, each once, in the order of their names; at most {@code max}. */
    public static List<ReportFile> files(List<Path> named, int max) throws IOException, MalformedProvenanceException {
        var files = new ArrayList<ReportFile>();
        var seen = new HashSet<Path>();
        for (Path path : named) {
            if (seen.add(path.toRealPath())) {
                files.add(ReportFile.of(path));
            }
        }
        if (files.size() > max) {
            throw new MalformedProvenanceException("more than " + max + " reports");
        }
        files.sort(Comparator.comparing(ReportFile::name));
        return List.copyOf(files);
    }

    private static List<ReportFile> inside(Path folder, String ending)
            throws IOException, MalformedProvenanceException {
        String prefix = ReportFile.name(folder);
        var files = new ArrayList<ReportFile>();
        try (Stream<Path> walk = Files.walk(folder, MAX_DEPTH)) {
            int entries = 0;
            for (Path path : (Iterable<Path>) walk::iterator) {
                if (++entries > MAX_ENTRIES) {
                    throw new MalformedProvenanceException(prefix + ": more than " + MAX_ENTRIES + " files");
                }
                String name = path.toString().toLowerCase(Locale.ROOT);
                if (name.endsWith(ending) && Files.isSymbolicLink(path)) {
                    throw new MalformedProvenanceException(below(prefix, folder, path)
                            + ": a link, which is not followed in a folder; name the report itself");
                }
                if (name.endsWith(ending) && Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
                    files.add(new ReportFile(path, below(prefix, folder, path)));
                }
            }
        } catch (UncheckedIOException e) {
            if (e.getCause() instanceof AccessDeniedException denied) {
                throw new AccessDeniedException(below(prefix, folder, Path.of(denied.getFile())));
            }
            throw new IOException(prefix + ": cannot be walked", e);
        }
        return files;
    }

    private static String below(String prefix, Path folder, Path path) {
        return ReportFile.name(Path.of(prefix).resolve(folder.relativize(path)));
    }
}
