package dev.attest.cli;

import java.nio.file.InvalidPathException;
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
            description = "The trusted_root.json of the Sigstore whose signatures count; sha256:… for the one with this"
                    + " digest that travels with the image (attest save).")
    @Nullable
    private String trustedRoot;

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

    /** The file that was named. */
    Optional<Path> trustedRoot() {
        return Optional.ofNullable(trustedRoot).filter(text -> !isPin(text)).map(TrustOptions::path);
    }

    /** The digest that was named instead of a file. */
    Optional<String> pinnedRoot() {
        return Optional.ofNullable(trustedRoot).filter(TrustOptions::isPin);
    }

    private static boolean isPin(String text) {
        return text.startsWith("sha256:") || text.startsWith("sha512:");
    }

    private static Path path(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new UsageException("--trusted-root: not the path of a file");
        }
    }

    boolean local() {
        return local;
    }
}
