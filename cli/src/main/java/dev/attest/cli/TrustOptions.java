package dev.attest.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whose signatures count, and whom to ask for one. */
final class TrustOptions {
    @Option(
            names = "--trusted-root",
            paramLabel = "FILE",
            description = "The trusted_root.json of the Sigstore whose signatures count.")
    @Nullable
    private Path trustedRoot;

    @Option(
            names = "--local",
            description = "The local Sigstore of this machine, for trying out; nothing it signs counts elsewhere.")
    private boolean local;

    @Option(
            names = "--local-dir",
            paramLabel = "DIR",
            description = "Where the local Sigstore lives (default: attest/local in the XDG state folder).")
    @Nullable
    private Path localDir;

    @Option(
            names = "--local-identity",
            paramLabel = "NAME",
            defaultValue = "developer",
            description = "NAME@local.attest.invalid signs locally (default: ${DEFAULT-VALUE}).")
    private String localIdentity = "developer";

    Optional<Path> trustedRoot() {
        return Optional.ofNullable(trustedRoot);
    }

    boolean local() {
        return local;
    }

    Optional<Path> localDir() {
        return Optional.ofNullable(localDir);
    }

    String localIdentity() {
        return localIdentity;
    }
}
