package dev.attest.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which local Sigstore, and who signs with it. */
class LocalOptions {
    private static final String DEVELOPER = "developer";

    @Option(
            names = "--local-dir",
            order = 1,
            paramLabel = "DIR",
            description = "Where the local Sigstore lives (default: attest/local in the XDG state folder).")
    @Nullable
    private Path localDir;

    @Option(
            names = "--local-identity",
            order = 2,
            paramLabel = "NAME",
            description = "NAME@local.attest.invalid signs locally (default: " + DEVELOPER + ").")
    @Nullable
    private String localIdentity;

    Optional<Path> localDir() {
        return Optional.ofNullable(localDir);
    }

    String localIdentity() {
        return localIdentity == null ? DEVELOPER : localIdentity;
    }

    /** Whether an option here was used that means nothing without {@code --local}. */
    boolean namesLocal() {
        return localDir != null || localIdentity != null;
    }
}
