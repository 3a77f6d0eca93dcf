package dev.attest.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code attest save}: an image with all its evidence into one folder or file. {@link MoveRun} does the work. */
@Command(
        name = "save",
        mixinStandardHelpOptions = true,
        abbreviateSynopsis = true,
        sortOptions = false,
        description = {
            "Saves an image with everything that is attached to it into one OCI layout or",
            "archive, for where there is no network. A trusted root that is named travels as",
            "cargo. It counts there only for who pins its digest, which is printed and has to",
            "be handed over by another way than the image.",
            "Several images may be saved into one layout, under tags of their own; an archive",
            "holds one and replaces an older one of its name."
        },
        footer = {
            "",
            "Examples:",
            "  attest save registry.example/app:1 oci-archive:app.tar \\",
            "      --trusted-root root.json",
            "  attest save registry.example/app:1 oci:carry --local",
            "  attest verify oci:carry --trusted-root sha256:… --identity … --issuer …",
            "",
            "Ends with 0 when everything was saved, 1 when something is wrong or could not",
            "come along, 3 when a place could not be asked or written to."
        })
final class SaveCommand implements Callable<Integer> {
    private final Wiring wiring;

    @Parameters(index = "0", paramLabel = "IMAGE", description = "The image to save.")
    String source = "";

    @Parameters(index = "1", paramLabel = "DST", description = "oci:DIR[:tag] or oci-archive:FILE[:tag].")
    String destination = "";

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    ResultFormat format = ResultFormat.text;

    @ArgGroup(validate = false, heading = "%nThe image:%n")
    EvidenceOptions image = new EvidenceOptions();

    @ArgGroup(validate = false, heading = "%nThe trusted root that travels along:%n")
    TrustOptions trust = new TrustOptions();

    @ArgGroup(validate = false, heading = "%nOutput:%n")
    CommonOptions common = new CommonOptions();

    SaveCommand(Wiring wiring) {
        this.wiring = wiring;
    }

    @Override
    public Integer call() throws Exception {
        return new MoveRun(wiring, common, image)
                .save(new Move(source, destination, format), trust)
                .code();
    }
}
