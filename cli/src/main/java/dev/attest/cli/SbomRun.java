package dev.attest.cli;

import dev.attest.oci.Image;
import dev.attest.oci.ImageReader;
import dev.attest.oci.MalformedImageException;
import dev.attest.oci.Platform;
import dev.attest.oci.PlatformImage;
import dev.attest.oci.Reference;
import dev.attest.oci.Repository;
import dev.attest.pipeline.Documents;
import dev.attest.sbom.MalformedContentException;
import dev.attest.sbom.ScanResult;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reads the layers of one platform's image and writes what is in them. */
final class SbomRun {
    private static final List<String> FORMATS = List.of("cyclonedx-json", "table");

    private final Wiring wiring;
    private final SbomCommand asked;
    private final Console console;

    SbomRun(Wiring wiring, SbomCommand asked) {
        this.wiring = wiring;
        this.asked = asked;
        this.console = wiring.console(asked.common);
    }

    ExitCode run() throws IOException, MalformedImageException, MalformedContentException {
        Output output = Output.of(console, asked.common);
        if (!FORMATS.contains(asked.format)) {
            throw new UsageException("--format: " + asked.format + " is neither cyclonedx-json nor table");
        }
        Reference reference = wiring.reference(asked.reference, asked.image);
        Optional<Platform> platform = wiring.platform(asked.image);
        try (Repository repository = wiring.open(reference, asked.image)) {
            PlatformImage chosen =
                    chosen(ImageReader.read(repository, repository.resolve(reference), wiring.executor()), platform);
            ScanResult scan = LayerScans.scanner(wiring, asked.cache).scan(repository, chosen);
            var documents =
                    new Documents(Documents.imageName(reference), wiring.sourceDateEpoch(), VersionProvider.version());
            output.write(asked.format.equals("table") ? documents.table(scan) : documents.cycloneDxFile(chosen, scan));
            scan.sbom().gaps().forEach(gap -> console.message("not read: " + gap.subject() + ": " + gap.detail()));
            return ExitCode.DONE;
        }
    }

    private static PlatformImage chosen(Image read, Optional<Platform> asked) {
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
