package dev.attest.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code attest sbom}: what is in an image, from its layers. {@link SbomRun} does the work. */
@Command(
        name = "sbom",
        mixinStandardHelpOptions = true,
        abbreviateSynopsis = true,
        sortOptions = false,
        description = {"Lists what is in an image, read from its layers; nothing is signed or attached."},
        footer = {
            "",
            "Examples:",
            "  attest sbom oci:build/image --format table",
            "  attest sbom registry.example/app:1 --platform linux/amd64 -o sbom.cdx.json"
        })
final class SbomCommand implements Callable<Integer> {
    private final Wiring wiring;

    @Parameters(paramLabel = "IMAGE", description = "The image to read.")
    String reference = "";

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "cyclonedx-json",
            description = "cyclonedx-json or table (default: ${DEFAULT-VALUE}).")
    String format = "";

    @ArgGroup(validate = false, heading = "%nThe image:%n")
    ImageOptions image = new ImageOptions();

    @ArgGroup(validate = false, heading = "%nReading layers:%n")
    CacheOptions cache = new CacheOptions();

    @ArgGroup(validate = false, heading = "%nOutput:%n")
    CommonOptions common = new CommonOptions();

    SbomCommand(Wiring wiring) {
        this.wiring = wiring;
    }

    @Override
    public Integer call() throws Exception {
        return new SbomRun(wiring, this).run().code();
    }
}
