package dev.attest.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code attest generate-key-pair}: a key of one's own, in the files that cosign reads too. */
@Command(
        name = "generate-key-pair",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Makes an ECDSA P-256 key pair: PREFIX.key, encrypted, and PREFIX.pub.",
            "The password: ATTEST_KEY_PASSWORD, or asked for. Nothing is overwritten."
        },
        footer = {
            "",
            "Examples:",
            "  attest generate-key-pair --prefix release",
            "  attest sign-blob app.jar --key release.key --unsafe-no-witness > app.jar.sigstore.json",
            "  attest verify-blob app.jar --key release.pub --unsafe-no-witness --bundle app.jar.sigstore.json"
        })
final class GenerateKeyPairCommand implements Callable<Integer> {
    private final Wiring wiring;

    @Option(
            names = "--prefix",
            paramLabel = "PREFIX",
            defaultValue = "attest",
            description = "Where the files go (default: ${DEFAULT-VALUE}).")
    Path prefix = Path.of("");

    @ArgGroup(validate = false, heading = "%nOutput:%n")
    CommonOptions common = new CommonOptions();

    GenerateKeyPairCommand(Wiring wiring) {
        this.wiring = wiring;
    }

    @Override
    public Integer call() throws Exception {
        return new GenerateKeyPairRun(wiring, this).run().code();
    }
}
