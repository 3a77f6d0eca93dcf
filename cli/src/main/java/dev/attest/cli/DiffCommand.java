package dev.attest.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code attest diff}: what changed between two images. {@link DiffRun} does the work. */
@Command(
        name = "diff",
        mixinStandardHelpOptions = true,
        abbreviateSynopsis = true,
        sortOptions = false,
        description = {
            "Shows what changed between two images: packages, licences, facts, configuration,",
            "layers and sizes. Either side may also be an SBOM in a file (CycloneDX or SPDX 2,",
            "in JSON); then packages and licences are compared. Secrets are not printed."
        },
        footer = {
            "",
            "Examples:",
            "  attest diff registry.example/app:1 registry.example/app:2",
            "  attest diff oci:build/old oci:build/new --platform linux/arm64 --format json",
            "  attest diff sbom.cdx.json registry.example/app:2",
            "  attest diff oci:build/old oci:build/new --exit-code || echo changed",
            "",
            "Ends with 0 when both could be read; with --exit-code, 1 means that they differ."
        })
final class DiffCommand implements Callable<Integer> {
    private final Wiring wiring;

    @Parameters(index = "0", paramLabel = "A", description = "The image or SBOM before.")
    String before = "";

    @Parameters(index = "1", paramLabel = "B", description = "The image or SBOM after.")
    String after = "";

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    ResultFormat format = ResultFormat.text;

    @Option(names = "--exit-code", description = "End with 1 when anything differs.")
    boolean exitCode;

    @ArgGroup(validate = false, heading = "%nThe images:%n")
    ImageOptions image = new ImageOptions();

    @ArgGroup(validate = false, heading = "%nLayers that were read before:%n")
    CacheOptions cache = new CacheOptions();

    @ArgGroup(validate = false, heading = "%nOutput:%n")
    CommonOptions common = new CommonOptions();

    DiffCommand(Wiring wiring) {
        this.wiring = wiring;
    }

    @Override
    public Integer call() throws Exception {
        return new DiffRun(wiring, this).run().code();
    }
}
