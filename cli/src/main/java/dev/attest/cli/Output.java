package dev.attest.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/** Delivers a result to standard output or, whole or not at all, to a file. */
final class Output {
    private final Console console;
    private final Optional<Path> file;

    Output(Console console, Optional<Path> file) {
        this.console = console;
        this.file = file;
    }

    void write(byte[] result) throws IOException {
        if (file.isEmpty()) {
            console.result(result);
            return;
        }
        Path target = file.get().toAbsolutePath();
        // A device or a pipe cannot be replaced, only written to.
        if (Files.exists(target) && !Files.isRegularFile(target)) {
            Files.write(target, result);
            return;
        }
        Path part = target.resolveSibling(
                "." + target.getFileName() + "." + ProcessHandle.current().pid() + ".part");
        try {
            Files.write(part, result);
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
    }
}
