package dev.attest.cli;

import dev.attest.signing.AcceptedIdentity;
import dev.attest.signing.Bundle;
import dev.attest.signing.BundleVerifier;
import dev.attest.signing.Identities;
import dev.attest.signing.MalformedBundleException;
import dev.attest.signing.MalformedTrustException;
import dev.attest.signing.Rejected;
import dev.attest.signing.TrustedRoot;
import dev.attest.signing.Verification;
import dev.attest.signing.refusal.Reason;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code attest verify-bundle}: the client protocol of sigstore-conformance (docs/cli_protocol.md), exactly. */
@Command(
        name = "verify-bundle",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Verifies a bundle as the sigstore-conformance suite asks it.",
            "For people there is verify-blob, which says more."
        },
        footer = {
            "",
            "Examples:",
            "  attest verify-bundle --bundle b.json --certificate-identity me@example.com \\",
            "      --certificate-oidc-issuer https://accounts.example.com FILE",
            "  attest verify-bundle --bundle b.json --key key.pub --trusted-root root.json sha256:…",
            "",
            "Without --trusted-root: Sigstore's public instance, by the root that is part of this release."
        })
final class VerifyBundleCommand implements Callable<Integer> {
    private static final int MAX_ROOT_BYTES = 4 << 20;
    private static final int MAX_KEY_BYTES = 64 << 10;

    private final Wiring wiring;

    @Option(names = "--staging", description = "Not supported: name the staging instance by --trusted-root.")
    private boolean staging;

    @Option(names = "--bundle", paramLabel = "FILE", required = true, description = "The Sigstore bundle.")
    private Path bundle = Path.of("");

    /** Whoever must have signed. */
    static final class Who {
        @ArgGroup(exclusive = false)
        @Nullable
        Certified certified;

        @Option(names = "--key", paramLabel = "FILE", required = true, description = "The signer's public key (PEM).")
        @Nullable
        Path key;
    }

    /** An identity that a certificate names. */
    static final class Certified {
        @Option(
                names = "--certificate-identity",
                paramLabel = "IDENTITY",
                required = true,
                description = "The exact e-mail address or URI in the certificate.")
        String identity = "";

        @Option(
                names = "--certificate-oidc-issuer",
                paramLabel = "URL",
                required = true,
                description = "The exact OIDC issuer in the certificate.")
        String issuer = "";
    }

    @ArgGroup(exclusive = true, multiplicity = "1")
    private Who who = new Who();

    @Option(names = "--trusted-root", paramLabel = "FILE", description = "The trusted_root.json to verify by.")
    @Nullable
    private Path trustedRoot;

    @Parameters(paramLabel = "FILE|DIGEST", description = "What was signed: a file, or sha256:…")
    private String artifact = "";

    VerifyBundleCommand(Wiring wiring) {
        this.wiring = wiring;
    }

    @Override
    public Integer call() throws IOException {
        Console console = wiring.console(new CommonOptions());
        if (staging) {
            throw new UsageException("--staging: its root is not part of this release; name it by --trusted-root");
        }
        Verification outcome = verify();
        if (outcome instanceof Rejected rejected) {
            console.error("refused: " + rejected.reason() + ", " + rejected.detail());
        }
        return VerifyBlobRun.exitCode(outcome).code();
    }

    private Verification verify() throws IOException {
        byte[] json = NamedFile.read(bundle, VerifyBlobRun.MAX_BUNDLE_BYTES, "a bundle");
        BlobFile blob = BlobFile.readOrDigest(artifact);
        try {
            var verifier = new BundleVerifier(root());
            return verifier.verifyArtifact(Bundle.parse(json), blob.message(), accepted());
        } catch (MalformedBundleException e) {
            return new Rejected(Reason.MALFORMED, String.valueOf(e.getMessage()));
        } catch (MalformedTrustException e) {
            throw new IOException("the trusted root or the key cannot be used: " + e.getMessage());
        }
    }

    private TrustedRoot root() throws IOException, MalformedTrustException {
        return trustedRoot == null
                ? TrustedRoot.sigstorePublic()
                : TrustedRoot.parse(NamedFile.read(trustedRoot, MAX_ROOT_BYTES, "a trusted root"));
    }

    private Identities accepted() throws IOException, MalformedTrustException {
        if (who.key != null) {
            return Identities.ofKey(NamedFile.read(who.key, MAX_KEY_BYTES, "a public key"));
        }
        Certified certified = who.certified;
        if (certified == null) {
            throw new UsageException("say whose signature counts: --certificate-identity, or --key");
        }
        try {
            return Identities.of(List.of(new AcceptedIdentity.Exact(certified.issuer, certified.identity)));
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }
}
