package dev.attest.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code attest inspect}: what an image is and what is attached to it. {@link InspectRun} does the work. */
@Command(
        name = "inspect",
        mixinStandardHelpOptions = true,
        abbreviateSynopsis = true,
        sortOptions = false,
        description = {
            "Shows an image, its platforms and everything attached to them.",
            "With a trusted root it also says who signed what, and when; whether that",
            "suffices only `attest verify` says."
        },
        footer = {
            "",
            "Examples:",
            "  attest inspect oci:build/image",
            "  attest inspect registry.example/app:1 --trusted-root root.json --format json"
        })
final class InspectCommand implements Callable<Integer> {
    private final Wiring wiring;

    @Parameters(paramLabel = "IMAGE", description = "The image to show.")
    String reference = "";

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    ResultFormat format = ResultFormat.text;

    @ArgGroup(validate = false, heading = "%nThe image:%n")
    EvidenceOptions image = new EvidenceOptions();

    @ArgGroup(validate = false, heading = "%nWhose signatures count:%n")
    TrustOptions trust = new TrustOptions();

    @ArgGroup(validate = false, heading = "%nOutput:%n")
    CommonOptions common = new CommonOptions();

    InspectCommand(Wiring wiring) {
        this.wiring = wiring;
    }

    @Override
    public Integer call() throws Exception {
        return new InspectRun(wiring, this).run().code();
    }
}
