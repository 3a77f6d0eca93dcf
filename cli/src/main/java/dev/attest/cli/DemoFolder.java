package dev.attest.cli;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** The folder of a demo. One that an earlier demo made, and nothing else, is replaced. */
record DemoFolder(Path root) {
    private static final String MARK = ".attest-demo";

    /** Makes the folder anew. */
    static DemoFolder make(Path root) throws IOException {
        if (Files.exists(root)) {
            if (!Files.isRegularFile(root.resolve(MARK)) && !isEmpty(root)) {
                throw new IOException(root + " is there already and no demo made it; name another folder");
            }
            delete(root);
        }
        Files.createDirectories(root);
        Files.writeString(root.resolve(MARK), "made by `attest demo`, which replaces this folder\n");
        return new DemoFolder(root);
    }

    Path image() {
        return root.resolve("image");
    }

    Path unsigned() {
        return root.resolve("unsigned");
    }

    Path tampered() {
        return root.resolve("tampered");
    }

    Path sigstore() {
        return root.resolve("sigstore");
    }

    void write(String name, byte[] content) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, content);
    }

    private static boolean isEmpty(Path folder) throws IOException {
        try (var entries = Files.list(folder)) {
            return entries.findAny().isEmpty();
        }
    }

    private static void delete(Path folder) throws IOException {
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException problem)
                    throws IOException {
                if (problem != null) {
                    throw problem;
                }
                Files.delete(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
