package dev.attest.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that every command takes. */
final class CommonOptions {
    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Write the result to FILE instead of standard output.")
    @Nullable
    private Path output;

    @Option(
            names = {"-q", "--quiet"},
            description = "No progress and no remarks on standard error.")
    private boolean quiet;

    @Option(names = "--debug", description = "Show stack traces and the log.")
    private boolean debug;

    Optional<Path> output() {
        return Optional.ofNullable(output);
    }

    boolean quiet() {
        return quiet;
    }

    boolean debug() {
        return debug;
    }
}
