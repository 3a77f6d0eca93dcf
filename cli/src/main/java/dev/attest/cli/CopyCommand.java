package dev.attest.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code attest copy}: an image with all its evidence to another place. {@link MoveRun} does the work. */
@Command(
        name = "copy",
        mixinStandardHelpOptions = true,
        abbreviateSynopsis = true,
        sortOptions = false,
        description = {
            "Copies an image with everything that is attached to it: indexes, platforms, all",
            "referrers of each, and cosign's older tags. Every byte is checked against its",
            "digest; whether the evidence suffices only `attest verify` says. What is there",
            "already is left alone: a copy that broke off is completed by another one.",
            "DST is registry/repo[:tag], oci:DIR[:tag] or oci-archive:FILE[:tag]; without a",
            "tag the source's is used. An archive of the same name is replaced.",
            "Evidence of --attestations-repository lies beside the image afterwards."
        },
        footer = {
            "",
            "Examples:",
            "  attest copy registry.example/app:1 mirror.example/app",
            "  attest copy registry.example/app@sha256:… oci:build/image:1",
            "  attest copy oci:build/image registry.example/app:1 --platform linux/amd64",
            "",
            "Ends with 0 when everything arrived, 1 when something is wrong or could not come",
            "along, 3 when a place could not be asked or written to."
        })
final class CopyCommand implements Callable<Integer> {
    private final Wiring wiring;

    @Parameters(index = "0", paramLabel = "SRC", description = "The image to copy.")
    String source = "";

    @Parameters(index = "1", paramLabel = "DST", description = "Where to copy it to.")
    String destination = "";

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    ResultFormat format = ResultFormat.text;

    @ArgGroup(validate = false, heading = "%nThe image:%n")
    EvidenceOptions image = new EvidenceOptions();

    @ArgGroup(validate = false, heading = "%nOutput:%n")
    CommonOptions common = new CommonOptions();

    CopyCommand(Wiring wiring) {
        this.wiring = wiring;
    }

    @Override
    public Integer call() throws Exception {
        return new MoveRun(wiring, common, image)
                .run(new Move(source, destination, format))
                .code();
    }
}
