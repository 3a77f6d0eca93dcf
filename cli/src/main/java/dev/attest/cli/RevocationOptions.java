package dev.attest.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The list of what is accepted no longer, and who may issue it (docs/revocations.md). */
final class RevocationOptions {
    @Option(
            names = "--revocations",
            paramLabel = "FILE",
            description = "A signed list of identities, keys and digests that count no longer.")
    @Nullable
    private Path file;

    @Option(
            names = "--revocations-identity",
            paramLabel = "IDENTITY",
            description = "The exact e-mail address or URI of whoever issues the list, …")
    @Nullable
    private String identity;

    @Option(
            names = "--revocations-issuer",
            paramLabel = "URL",
            description = "… with the OIDC issuer that vouches for it.")
    @Nullable
    private String issuer;

    @Option(
            names = "--revocations-name",
            paramLabel = "NAME",
            description = "What the list must be called, where its issuer has several.")
    @Nullable
    private String name;

    @Option(
            names = "--revocations-key",
            paramLabel = "FILE",
            description = "The public key (PEM) that signs the list, instead of an identity.")
    @Nullable
    private Path key;

    /** The list that was named, once the options fit together. */
    Optional<Path> file() {
        boolean certified = identity != null && issuer != null;
        if (file == null && (identity != null || issuer != null || key != null || name != null)) {
            throw new UsageException("--revocations-identity, --revocations-issuer, --revocations-name and"
                    + " --revocations-key go with --revocations FILE");
        }
        if (file != null && (certified == (key != null) || (identity == null) != (issuer == null))) {
            throw new UsageException("say who may issue the list: --revocations-identity and --revocations-issuer,"
                    + " or --revocations-key");
        }
        return Optional.ofNullable(file);
    }

    String identity() {
        return identity == null ? "" : identity;
    }

    String issuer() {
        return issuer == null ? "" : issuer;
    }

    Optional<String> name() {
        return Optional.ofNullable(name);
    }

    Optional<Path> key() {
        return Optional.ofNullable(key);
    }
}
