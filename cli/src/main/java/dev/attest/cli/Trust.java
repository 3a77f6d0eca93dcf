package dev.attest.cli;

import dev.attest.localsigstore.LocalSigstore;
import dev.attest.signing.AcceptedIdentity;
import dev.attest.signing.BundleVerifier;
import dev.attest.signing.Identities;
import dev.attest.signing.MalformedTrustException;
import dev.attest.signing.RevocationList;
import dev.attest.signing.TrustedRoot;
import dev.attest.signing.key.managed.ManagedKeys;
import dev.attest.signing.revocation.Revocations;
import dev.attest.signing.revocation.SeenVersions;
import dev.attest.signing.service.SigningException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The trusted root that a command line names, and how; no root where a key alone decides; and what counts no longer.
 * Trust never comes from anywhere else: not from the environment or the working directory, and from the image or the
 * archive only a root whose digest was named.
 */
record Trust(Optional<TrustedRoot> root, String description, Revocations revocations) {
    private static final int MAX_KEY_BYTES = 64 << 10;
    private static final int MAX_LIST_BYTES = 64 << 20;

    /** The root that the options name, if they name one; none that travels with an image. */
    static Optional<Trust> named(TrustOptions options, Wiring wiring) throws IOException, SigningException {
        return named(options, CarriedRoots.none(wiring), wiring);
    }

    /** The root that the options name, if they name one; one of {@code carried} where they name its digest. */
    static Optional<Trust> named(TrustOptions options, CarriedRoots carried, Wiring wiring)
            throws IOException, SigningException {
        Optional<NamedRoot> root = NamedRoot.of(options, carried, wiring);
        if (root.isEmpty()) {
            return Optional.empty();
        }
        Trust trust = of(root.get());
        return Optional.of(trust.with(revocations(options.revocations(), trust, wiring)));
    }

    /** The root in a file that was named. */
    static Trust of(Path file) throws IOException {
        return of(NamedRoot.of(file));
    }

    private static Trust of(NamedRoot root) {
        return new Trust(Optional.of(root.root()), root.description(), Revocations.none());
    }

    /** The root that the options name; naming none is a usage error that says how to. */
    static Trust required(TrustOptions options, Wiring wiring) throws IOException, SigningException {
        return named(options, wiring).orElseThrow(Trust::notNamed);
    }

    private static UsageException notNamed() {
        return new UsageException(
                "say whose signatures count: --trusted-root FILE, --trust tuf for what Sigstore publishes,"
                        + " or --local for this machine's local Sigstore");
    }

    /** As {@link #required(TrustOptions, Wiring)}; a key may do without, where that was asked for. */
    static Trust required(TrustOptions options, IdentityOptions who, Wiring wiring)
            throws IOException, SigningException {
        return required(options, who, CarriedRoots.none(wiring), wiring);
    }

    /** As {@link #required(TrustOptions, IdentityOptions, Wiring)}; {@code carried} may hold the root that is named. */
    static Trust required(TrustOptions options, IdentityOptions who, CarriedRoots carried, Wiring wiring)
            throws IOException, SigningException {
        if (who.noWitness()) {
            if (options.checked().namesRoot() || who.key().isEmpty()) {
                throw new UsageException("--unsafe-no-witness goes with --key and without a trusted root");
            }
            var alone = new Trust(Optional.empty(), "a key alone, witnessed by nobody", Revocations.none());
            return alone.with(revocations(options.revocations(), alone, wiring));
        }
        Optional<Trust> named = named(options, carried, wiring);
        if (who.key().isPresent() && named.isEmpty()) {
            throw new UsageException("say whose logs and timestamps count: --trusted-root FILE, --trust tuf or --local;"
                    + " --unsafe-no-witness does without");
        }
        return named.orElseThrow(Trust::notNamed);
    }

    /** The list that was named. It is judged by the same root, and by no list. */
    private static Revocations revocations(RevocationOptions options, Trust root, Wiring wiring)
            throws IOException, SigningException {
        Optional<Path> file = options.file();
        if (file.isEmpty()) {
            return Revocations.none();
        }
        Identities issuers = options.key().isPresent()
                ? key(options.key().get())
                : Identities.of(List.of(new AcceptedIdentity.Exact(options.issuer(), options.identity())));
        var seen = new SeenVersions(wiring.stateDirectory().resolve("revocations"));
        byte[] list = NamedFile.read(file.get(), MAX_LIST_BYTES, "a revocation list");
        return new RevocationList(root.verifier(), issuers, options.name())
                .read(list, wiring.clock().instant(), Optional.of(seen));
    }

    private Trust with(Revocations list) {
        return new Trust(root, description, list);
    }

    /** What verifies by this trust. */
    BundleVerifier verifier() {
        return root.map(known -> new BundleVerifier(known, revocations))
                .orElseGet(() -> BundleVerifier.unwitnessed(revocations));
    }

    /** Those whom the options accept; with {@code --local} alone, the local developer. */
    static Identities requiredIdentities(IdentityOptions who, TrustOptions trust) throws IOException {
        List<AcceptedIdentity> named = who.named();
        if (who.key().isPresent()) {
            return key(who.key().get());
        }
        if (!named.isEmpty()) {
            return Identities.of(named);
        }
        if (!trust.local()) {
            throw new UsageException(
                    "say whose evidence counts: --identity and --issuer, --github-repository, or --key");
        }
        return Identities.of(List.of(local(trust)));
    }

    /** Whoever signs with {@code --local}. */
    static AcceptedIdentity local(TrustOptions trust) {
        try {
            return new AcceptedIdentity.Exact(LocalSigstore.ISSUER, trust.localIdentity() + "@local.attest.invalid");
        } catch (IllegalArgumentException e) {
            throw new UsageException("--local-identity: " + e.getMessage());
        }
    }

    private static Identities key(Path file) throws IOException {
        try {
            return Identities.ofKey(publicKey(file));
        } catch (MalformedTrustException e) {
            throw new UsageException("the key in " + file + ": " + e.getMessage());
        }
    }

    /** The content of the file that {@code --key} names; a reference to a private key may hold a PIN and is not repeated. */
    static byte[] publicKey(Path file) throws IOException {
        if (Files.notExists(file) && !ManagedKeys.isPlainPath(file.toString())) {
            throw new UsageException(
                    "--key: what verifies is the file of a public key (PEM), and there is none of the name"
                            + " given; of a key in a token or KMS the public half is to be exported");
        }
        return NamedFile.read(file, MAX_KEY_BYTES, "a public key");
    }
}
