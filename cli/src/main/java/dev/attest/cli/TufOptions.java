package dev.attest.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Trust that a Sigstore instance publishes by TUF: which, where it is kept, and how old it may be. */
final class TufOptions {
    @Option(
            names = "--trust",
            paramLabel = "tuf[:NAME]",
            description = {
                "Whose signatures count: what a Sigstore instance publishes by TUF; `tuf` is the public",
                "instance, `tuf:NAME` what `attest trust init NAME` began."
            })
    @Nullable
    private String trust;

    @Option(
            names = "--trust-dir",
            paramLabel = "DIR",
            description =
                    "Where trust by TUF is kept, a folder for each NAME (default: attest/tuf in the XDG data folder).")
    @Nullable
    private Path trustDir;

    @Option(
            names = "--trust-max-age",
            paramLabel = "AGE",
            description = {
                "Ask the repository when it was asked this long ago, such as 6h or 2d (default: 1d).",
                "With --offline: refuse what was checked this long ago (default: 7d); given, it also accepts a",
                "timestamp that has expired since."
            })
    @Nullable
    private String maxAge;

    @Option(names = "--offline", description = "Use what is kept, and ask nobody.")
    private boolean offline;

    /** For callers that have no command line. */
    static TufOptions of(String trust, @Nullable Path trustDir, @Nullable String maxAge, boolean offline) {
        var options = new TufOptions();
        options.trust = trust;
        options.trustDir = trustDir;
        options.maxAge = maxAge;
        options.offline = offline;
        return options;
    }

    /** {@code tuf} or {@code tuf:NAME}, if trust by TUF is asked for. */
    Optional<String> trust() {
        return Optional.ofNullable(trust);
    }

    Optional<Path> trustDir() {
        return Optional.ofNullable(trustDir);
    }

    Optional<String> maxAge() {
        return Optional.ofNullable(maxAge);
    }

    boolean offline() {
        return offline;
    }

    /** Whether an option here was used that means nothing without {@code --trust}. */
    boolean namesTuf() {
        return trustDir != null || maxAge != null;
    }
}
