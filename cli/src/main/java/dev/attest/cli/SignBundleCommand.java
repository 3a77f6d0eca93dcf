package dev.attest.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code attest sign-bundle}: the client protocol of sigstore-conformance (docs/cli_protocol.md), exactly. {@link SignBundleRun} does the
 * work.
 */
@Command(
        name = "sign-bundle",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Signs a file as the sigstore-conformance suite asks for it.",
            "For people there is sign-blob, which keeps the token off the command line."
        },
        footer = {
            "",
            "Examples:",
            "  attest sign-bundle --identity-token T --bundle b.json --trusted-root root.json \\",
            "      --signing-config signing_config.json FILE"
        })
final class SignBundleCommand implements Callable<Integer> {
    private final Wiring wiring;

    @Option(names = "--staging", description = "Not supported: name the staging instance's files.")
    boolean staging;

    @Option(names = "--in-toto", description = "FILE is an in-toto Statement, to be signed as one.")
    boolean statement;

    @Option(names = "--identity-token", paramLabel = "TOKEN", required = true, description = "The OIDC token.")
    String token = "";

    @Option(names = "--bundle", paramLabel = "FILE", required = true, description = "Where the bundle goes.")
    Path bundle = Path.of("");

    @Option(
            names = "--trusted-root",
            paramLabel = "FILE",
            description = "The trusted_root.json to check the result by.")
    @Nullable
    Path trustedRoot;

    @Option(names = "--signing-config", paramLabel = "FILE", description = "The signing_config.json to sign with.")
    @Nullable
    Path signingConfig;

    @Parameters(paramLabel = "FILE", description = "The file to sign.")
    Path file = Path.of("");

    SignBundleCommand(Wiring wiring) {
        this.wiring = wiring;
    }

    @Override
    public Integer call() throws Exception {
        return new SignBundleRun(wiring, this).run().code();
    }
}
