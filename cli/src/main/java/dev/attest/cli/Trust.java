package dev.attest.cli;

import dev.attest.localsigstore.LocalSigstore;
import dev.attest.signing.AcceptedIdentity;
import dev.attest.signing.Identities;
import dev.attest.signing.MalformedTrustException;
import dev.attest.signing.TrustedRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The trusted root that a command line names, and how. Trust never comes from anywhere else: not from the environment,
 * the working directory, the image or the archive.
 */
record Trust(TrustedRoot root, String description) {
    private static final int MAX_BYTES = 4 << 20;

    /** The root that the options name, if they name one. */
    static Optional<Trust> named(TrustOptions options, Wiring wiring) throws IOException {
        options.checked();
        if (options.trustedRoot().isPresent()) {
            Path file = options.trustedRoot().get();
            byte[] content = NamedFile.read(file, MAX_BYTES, "a trusted root");
            return Optional.of(new Trust(parse(content, file), file.toString()));
        }
        if (!options.local()) {
            return Optional.empty();
        }
        Path directory = wiring.localDirectory(options);
        if (Files.notExists(directory.resolve("trusted_root.json"))) {
            throw new IOException("there is no local Sigstore in " + directory
                    + " yet; `attest sign … --local` or `attest local init` makes it");
        }
        return Optional.of(new Trust(
                parse(LocalSigstore.readTrustedRoot(directory), directory), "the local Sigstore in " + directory));
    }

    /** The root that the options name; naming none is a usage error that says how to. */
    static Trust required(TrustOptions options, Wiring wiring) throws IOException {
        return named(options, wiring)
                .orElseThrow(
                        () -> new UsageException(
                                "say whose signatures count: --trusted-root FILE, or --local for this machine's local Sigstore"));
    }

    /** The identities that the options accept; with {@code --local} alone, the local developer. */
    static Optional<Identities> identities(IdentityOptions who, TrustOptions trust) {
        boolean exact = who.identity().isPresent() || who.issuer().isPresent();
        boolean gitHub = who.gitHubRepository().isPresent();
        boolean gitHubParts = who.workflow().isPresent()
                || who.ref().isPresent()
                || who.environment().isPresent();
        if (gitHubParts && !gitHub) {
            throw new UsageException("--workflow, --ref and --environment go with --github-repository");
        }
        try {
            if (gitHub) {
                if (who.identity().isPresent()) {
                    throw new UsageException("--github-repository excludes --identity");
                }
                if (!who.issuer().orElse(AcceptedIdentity.GitHub.ISSUER).equals(AcceptedIdentity.GitHub.ISSUER)) {
                    throw new UsageException(
                            "--github-repository is vouched for by " + AcceptedIdentity.GitHub.ISSUER + " alone");
                }
                return Optional.of(Identities.of(List.of(gitHub(who))));
            }
            if (exact) {
                if (who.identity().isEmpty() || who.issuer().isEmpty()) {
                    throw new UsageException("--identity and --issuer go together");
                }
                return Optional.of(Identities.of(List.of(new AcceptedIdentity.Exact(
                        who.issuer().get(), who.identity().get()))));
            }
            return trust.local() ? Optional.of(Identities.of(List.of(local(trust)))) : Optional.empty();
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }

    /** The same, where evidence is asked for: accepting any needs an identity. */
    static Identities requiredIdentities(IdentityOptions who, TrustOptions trust) {
        return identities(who, trust)
                .orElseThrow(() -> new UsageException(
                        "say whose evidence counts: --identity and --issuer, or --github-repository"));
    }

    /** Whoever signs with {@code --local}. */
    static AcceptedIdentity local(TrustOptions trust) {
        return new AcceptedIdentity.Exact(LocalSigstore.ISSUER, trust.localIdentity() + "@local.attest.invalid");
    }

    private static AcceptedIdentity gitHub(IdentityOptions who) {
        return new AcceptedIdentity.GitHub(
                who.gitHubRepository().orElseThrow(), who.workflow(), who.ref(), who.environment());
    }

    private static TrustedRoot parse(byte[] json, Path where) throws IOException {
        try {
            return TrustedRoot.parse(json);
        } catch (MalformedTrustException e) {
            throw new IOException(where + " is not a trusted root: " + e.getMessage());
        }
    }
}
