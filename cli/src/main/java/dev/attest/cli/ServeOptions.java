package dev.attest.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the local Sigstore is served and what it tells of itself. */
class ServeOptions {
    @Option(names = "--port", defaultValue = "0", description = "The port; 0 takes a free one.")
    private int port;

    @Option(
            names = "--signing-config",
            paramLabel = "FILE",
            description = "Write the signing_config.json that names the served addresses to FILE.")
    @Nullable
    private Path signingConfig;

    @Option(
            names = "--rekor-version",
            paramLabel = "1|2",
            defaultValue = "1",
            description = "The log that the signing config leads to; more programs verify 1 (default).")
    private int rekorVersion;

    int port() {
        if (port < 0 || port > 65535) {
            throw new UsageException("--port: " + port + " is none; a port is 1 to 65535, and 0 takes a free one");
        }
        return port;
    }

    Optional<Path> signingConfig() {
        return Optional.ofNullable(signingConfig);
    }

    /** 1 or 2, once it is one of them. */
    int rekorVersion() {
        if (rekorVersion != 1 && rekorVersion != 2) {
            throw new UsageException("--rekor-version: " + rekorVersion + " is none; Rekor has 1 and 2");
        }
        return rekorVersion;
    }
}
