package dev.attest.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What is said of the build beside what the CI's token and the image itself tell. */
final class ProvenanceOptions {
    @Option(
            names = "--source",
            paramLabel = "DIR",
            description = "The source that was built: its commit and lock files go into the provenance (default: this"
                    + " folder, lock files only where it is a git work tree).")
    @Nullable
    private Path source;

    @Option(
            names = "--build-system",
            paramLabel = "NAME",
            description = "Which CI this is, where the environment speaks of several.")
    @Nullable
    private String system;

    @Option(
            names = "--with-inputs",
            description = "GitHub: record inputs and release too, by the community's build type. They are published.")
    private boolean inputs;

    @Option(
            names = "--vars",
            paramLabel = "FILE",
            description = "GitHub, with --with-inputs: the vars context as JSON.")
    @Nullable
    private Path vars;

    @Option(
            names = "--only-documented-events",
            description = "GitHub: refuse an event that the build type does not document, instead of saying so.")
    private boolean documentedEvents;

    @Option(
            names = "--build-command",
            paramLabel = "TEXT",
            description = "Outside a CI: the command that built. It is published, so no secret may be in it.")
    @Nullable
    private String command;

    @Option(names = "--tekton-run", paramLabel = "FILE", description = "Tekton: the TaskRun or PipelineRun as JSON.")
    @Nullable
    private Path run;

    Path source() {
        return source == null ? Path.of(".") : source;
    }

    boolean namesSource() {
        return source != null;
    }

    Optional<String> system() {
        return Optional.ofNullable(system);
    }

    boolean inputs() {
        return inputs;
    }

    Optional<Path> vars() {
        return Optional.ofNullable(vars);
    }

    boolean documentedEvents() {
        return documentedEvents;
    }

    Optional<String> command() {
        return Optional.ofNullable(command);
    }

    Optional<Path> run() {
        return Optional.ofNullable(run);
    }
}
