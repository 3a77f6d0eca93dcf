package dev.attest.cli;

import dev.attest.oci.Image;
import dev.attest.oci.ImageReader;
import dev.attest.oci.PlatformImage;
import dev.attest.oci.Reference;
import dev.attest.oci.Repository;
import dev.attest.pipeline.Documents;
import dev.attest.sbom.ImageScanner;
import dev.attest.sbom.ScanLimits;
import dev.attest.sbom.ScanResult;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code attest sbom}: what is in an image, from its layers. */
@Command(
        name = "sbom",
        mixinStandardHelpOptions = true,
        description = "Lists what is in an image, read from its layers; nothing is signed or attached.",
        footer = {
            "",
            "Examples:",
            "  attest sbom oci:build/image --format table",
            "  attest sbom registry.example/app:1 --platform linux/amd64 -o sbom.cdx.json"
        })
final class SbomCommand implements Callable<Integer> {
    private final Wiring wiring;

    @Parameters(paramLabel = "IMAGE", description = "The image to read.")
    private String image = "";

    @Option(
            names = "--format",
            defaultValue = "cyclonedx-json",
            description = "cyclonedx-json or table (default: ${DEFAULT-VALUE}).")
    private String format = "";

    @Mixin
    private final ImageOptions imageOptions = new ImageOptions();

    @Mixin
    private final CommonOptions common = new CommonOptions();

    SbomCommand(Wiring wiring) {
        this.wiring = wiring;
    }

    @Override
    public Integer call() throws Exception {
        Console console = wiring.console(common);
        if (!List.of("cyclonedx-json", "table").contains(format)) {
            throw new UsageException("--format: " + format + " is neither cyclonedx-json nor table");
        }
        Reference reference = wiring.reference(image, imageOptions);
        try (Repository repository = wiring.open(reference, imageOptions)) {
            Image read = ImageReader.read(repository, repository.resolve(reference));
            PlatformImage chosen = chosen(read);
            ScanResult scan = new ImageScanner(wiring.executor(), ScanLimits.DEFAULT).scan(repository, chosen);
            var documents =
                    new Documents(Documents.imageName(reference), wiring.sourceDateEpoch(), VersionProvider.version());
            byte[] result = format.equals("table") ? documents.table(scan) : documents.cycloneDxFile(chosen, scan);
            new Output(console, common.output()).write(result);
            scan.sbom().gaps().forEach(gap -> console.message("not read: " + gap.subject() + ": " + gap.detail()));
            return ExitCode.DONE.code();
        }
    }

    private PlatformImage chosen(Image read) {
        Optional<dev.attest.oci.Platform> asked = wiring.platform(imageOptions);
        List<PlatformImage> candidates = read.platforms().stream()
                .filter(one -> asked.isEmpty() || asked.get().accepts(one.platform()))
                .toList();
        if (candidates.size() != 1) {
            String platforms = read.platforms().stream()
                    .map(one -> one.platform().toString())
                    .collect(Collectors.joining(", "));
            throw new UsageException("choose one platform with --platform; the image has "
                    + (platforms.isEmpty() ? "none that runs" : platforms));
        }
        return candidates.get(0);
    }
}
