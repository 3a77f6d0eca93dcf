package dev.attest.provenance.lockfile;

import dev.attest.provenance.MalformedProvenanceException;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The manifests and lock files below a folder, by relative path with {@code /}. Links are not followed; folders of
 * installed packages, of build output and of git are passed over; what cannot be read is told.
 */
final class SourceTree {
    /** A manifest or lock file has at most this many bytes. */
    static final int MAX_BYTES = 64 << 20;

    private static final int MAX_ENTRIES = 1_000_000;
    private static final int MAX_FILES = 10_000;
    private static final int MAX_DEPTH = 64;
    private static final Set<String> PASSED_OVER =
            Set.of(".git", "node_modules", "target", "vendor", ".gradle", ".venv", "venv", "__pycache__");

    private final TreeMap<String, Path> files = new TreeMap<>();

    private final TreeSet<String> unreadable = new TreeSet<>();

    private SourceTree() {}

    static SourceTree walk(Path named) throws IOException, MalformedProvenanceException {
        var tree = new SourceTree();
        Path folder = named.toRealPath();
        var visitor = new Visitor(folder, tree);
        Files.walkFileTree(folder, EnumSet.noneOf(FileVisitOption.class), MAX_DEPTH, visitor);
        if (visitor.tooMany) {
            throw new MalformedProvenanceException("the source folder has more than " + MAX_ENTRIES + " entries or "
                    + MAX_FILES + " manifests and lock files");
        }
        if (visitor.tooDeep) {
            throw new MalformedProvenanceException("the source folder is more than " + MAX_DEPTH + " folders deep");
        }
        return tree;
    }

    /** The folders and files that could not be looked at. */
    Set<String> unreadable() {
        return unreadable;
    }

    /** All paths, sorted. */
    Set<String> paths() {
        return files.keySet();
    }

    boolean has(String path) {
        return files.containsKey(path);
    }

    byte[] bytes(String path) throws IOException, MalformedProvenanceException {
        Path file = Optional.ofNullable(files.get(path)).orElseThrow();
        try (var in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new MalformedProvenanceException(path + ": more than " + MAX_BYTES + " bytes");
            }
            return bytes;
        }
    }

    private static final class Visitor extends SimpleFileVisitor<Path> {
        private final Path folder;
        private final SourceTree tree;
        private int entries;
        private boolean tooMany;
        private boolean tooDeep;

        Visitor(Path folder, SourceTree tree) {
            this.folder = folder;
            this.tree = tree;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes) {
            boolean passed = !path.equals(folder) && PASSED_OVER.contains(name(path));
            return passed ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) {
            String name = name(path);
            // Only at the greatest depth is a folder visited as a file is.
            tooDeep = attributes.isDirectory() && !PASSED_OVER.contains(name);
            boolean known = Ecosystem.ofManifest(name).isPresent()
                    || Ecosystem.ofLock(name).isPresent();
            if (known && attributes.isRegularFile()) {
                tree.files.put(below(path), path);
            }
            return next();
        }

        @Override
        public FileVisitResult visitFileFailed(Path path, IOException why) throws IOException {
            if (path.equals(folder)) {
                throw why;
            }
            if (!PASSED_OVER.contains(name(path))) {
                tree.unreadable.add(below(path));
            }
            return next();
        }

        @Override
        public FileVisitResult postVisitDirectory(Path path, @Nullable IOException why) throws IOException {
            return why == null ? FileVisitResult.CONTINUE : visitFileFailed(path, why);
        }

        private FileVisitResult next() {
            tooMany = ++entries > MAX_ENTRIES || tree.files.size() + tree.unreadable.size() > MAX_FILES;
            return tooMany || tooDeep ? FileVisitResult.TERMINATE : FileVisitResult.CONTINUE;
        }

        private String below(Path path) {
            return folder.relativize(path)
                    .toString()
                    .replace(path.getFileSystem().getSeparator(), "/");
        }

        private static String name(Path path) {
            return String.valueOf(path.getFileName());
        }
    }
}
