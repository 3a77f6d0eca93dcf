package dev.attest.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whose key signs, and the services that certify, log and timestamp. */
final class SignerOptions {
    @Option(
            names = "--signing-config",
            paramLabel = "FILE",
            description = "The signing_config.json of the Sigstore to sign with.")
    @Nullable
    private Path signingConfig;

    @Option(
            names = "--identity-token-file",
            paramLabel = "FILE",
            description = "A file that holds the OIDC token to sign with.")
    @Nullable
    private Path tokenFile;

    Optional<Path> signingConfig() {
        return Optional.ofNullable(signingConfig);
    }

    Optional<Path> tokenFile() {
        return Optional.ofNullable(tokenFile);
    }

    /** Checks that nothing was asked for that {@code --local} brings along. */
    void checkedForLocal() {
        if (signingConfig != null || tokenFile != null) {
            throw new UsageException("--local brings its own --signing-config and token");
        }
    }
}
