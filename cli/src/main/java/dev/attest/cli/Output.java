package dev.attest.cli;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** Delivers a result to standard output or, whole or not at all, to a file. */
final class Output {
    private final Console console;
    private final Optional<Path> file;

    private Output(Console console, Optional<Path> file) {
        this.console = console;
        this.file = file;
    }

    /** Where the options want the result; asked for before the work, so that no work is done for nothing. */
    static Output of(Console console, CommonOptions options) throws IOException {
        return to(console, options.output());
    }

    static Output to(Console console, Optional<Path> file) throws IOException {
        if (file.isPresent()) {
            Path target = file.get().toAbsolutePath();
            Path folder = target.getParent();
            if (folder == null || Files.isDirectory(target)) {
                throw new IOException("cannot write " + file.get() + ": it is a folder");
            }
            if (!Files.isDirectory(folder)) {
                throw new IOException("cannot write " + file.get() + ": there is no folder " + folder);
            }
            if (!Files.isWritable(Files.exists(target) && !Files.isRegularFile(target) ? target : folder)) {
                throw new IOException("cannot write " + file.get() + ": access denied");
            }
        }
        return new Output(console, file);
    }

    void write(byte[] result) throws IOException {
        if (file.isEmpty()) {
            console.result(result);
            return;
        }
        Path target = file.get().toAbsolutePath();
        try {
            write(target, result);
        } catch (FileSystemException e) {
            throw new IOException("cannot write " + file.get() + ": " + e.getReason(), e);
        }
    }

    private static void write(Path target, byte[] result) throws IOException {
        // A device or a pipe cannot be replaced, only written to.
        if (Files.exists(target) && !Files.isRegularFile(target)) {
            Files.write(target, result);
            return;
        }
        Path part = target.resolveSibling(
                "." + target.getFileName() + "." + ProcessHandle.current().pid() + ".part");
        try {
            Files.write(part, result, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
    }
}
