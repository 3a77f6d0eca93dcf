package dev.attest.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code attest verify-bundle}: the client protocol of sigstore-conformance (docs/cli_protocol.md), exactly. {@link VerifyBundleRun} does
 * the work.
 */
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
    private final Wiring wiring;

    @Option(names = "--staging", description = "Not supported: name the staging instance by --trusted-root.")
    boolean staging;

    @Option(names = "--bundle", paramLabel = "FILE", required = true, description = "The Sigstore bundle.")
    Path bundle = Path.of("");

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
    Who who = new Who();

    @Option(names = "--trusted-root", paramLabel = "FILE", description = "The trusted_root.json to verify by.")
    @Nullable
    Path trustedRoot;

    @Parameters(paramLabel = "FILE|DIGEST", description = "What was signed: a file, or sha256:…")
    String artifact = "";

    VerifyBundleCommand(Wiring wiring) {
        this.wiring = wiring;
    }

    @Override
    public Integer call() throws Exception {
        return new VerifyBundleRun(wiring, this).run().code();
    }
}
