package dev.attest.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Whose signatures count, and whom to ask for one. */
final class TrustOptions extends LocalOptions {
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

    @ArgGroup(validate = false)
    private final TufOptions tuf = new TufOptions();

    @ArgGroup(validate = false)
    private final RevocationOptions revocations = new RevocationOptions();

    /** Trust that is published by TUF. */
    TufOptions tuf() {
        return tuf;
    }

    /** What counts no longer, whoever signed it. */
    RevocationOptions revocations() {
        return revocations;
    }

    /** Checks that the options fit together. */
    TrustOptions checked() {
        revocations.file();
        if (local && trustedRoot != null) {
            throw new UsageException("--local and --trusted-root exclude each other");
        }
        if (tuf.trust().isPresent() && (local || trustedRoot != null)) {
            throw new UsageException("--trust, --trusted-root and --local exclude each other");
        }
        if (tuf.trust().isEmpty() && tuf.namesTuf()) {
            throw new UsageException("--trust-dir and --trust-max-age go with --trust");
        }
        if (!local && namesLocal()) {
            throw new UsageException("--local-dir and --local-identity go with --local");
        }
        return this;
    }

    /** Whether a trusted root was named, in whatever way. */
    boolean namesRoot() {
        return local || trustedRoot != null || tuf.trust().isPresent();
    }

    Optional<Path> trustedRoot() {
        return Optional.ofNullable(trustedRoot);
    }

    boolean local() {
        return local;
    }
}
