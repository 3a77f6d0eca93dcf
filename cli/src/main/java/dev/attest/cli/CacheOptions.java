package dev.attest.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whether layers that were read before are read again. */
class CacheOptions {
    @Option(names = "--no-cache", order = 1, description = "Read every layer, and keep nothing of what was read.")
    private boolean none;

    @Option(
            names = "--cache-dir",
            order = 2,
            paramLabel = "DIR",
            description = "Where what was read of layers is kept (default: attest/layers in the XDG cache folder).")
    @Nullable
    private Path folder;

    @Option(
            names = "--java-index",
            order = 3,
            paramLabel = "FILE",
            description = "Name Java archives by their SHA-1 as this file does; attest java-index makes one.")
    @Nullable
    private Path javaIndex;

    Optional<Path> javaIndex() {
        return Optional.ofNullable(javaIndex);
    }

    /** Whether anything may be kept. */
    boolean isOn() {
        if (none && folder != null) {
            throw new UsageException("--no-cache and --cache-dir exclude each other");
        }
        return !none;
    }

    Optional<Path> folder() {
        return Optional.ofNullable(folder);
    }
}
