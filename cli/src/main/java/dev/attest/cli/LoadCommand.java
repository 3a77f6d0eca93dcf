package dev.attest.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code attest load}: what {@code attest save} made, back into a registry. {@link MoveRun} does the work. */
@Command(
        name = "load",
        mixinStandardHelpOptions = true,
        abbreviateSynopsis = true,
        sortOptions = false,
        description = {
            "Loads an image with everything that is attached to it from a layout or archive",
            "into a registry or another layout. A trusted root that travels with it is not",
            "pushed to a registry: whoever verifies there has to get it by another way."
        },
        footer = {
            "",
            "Examples:",
            "  attest load oci-archive:app.tar registry.example/app:1",
            "  attest load oci:carry:1 registry.example/app",
            "",
            "Ends with 0 when everything arrived, 1 when something is wrong or could not come",
            "along, 3 when a place could not be asked or written to."
        })
final class LoadCommand implements Callable<Integer> {
    private final Wiring wiring;

    @Parameters(index = "0", paramLabel = "SRC", description = "oci:DIR, oci-archive:FILE or docker-archive:FILE.")
    String source = "";

    @Parameters(index = "1", paramLabel = "DST", description = "registry/repo[:tag] or oci:DIR[:tag].")
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

    LoadCommand(Wiring wiring) {
        this.wiring = wiring;
    }

    @Override
    public Integer call() throws Exception {
        return new MoveRun(wiring, common, image)
                .load(new Move(source, destination, format))
                .code();
    }
}
