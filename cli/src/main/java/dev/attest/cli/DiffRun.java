package dev.attest.cli;

import dev.attest.json.JsonObject;
import dev.attest.json.MalformedJsonException;
import dev.attest.json.StrictJson;
import dev.attest.oci.Image;
import dev.attest.oci.ImageReader;
import dev.attest.oci.MalformedImageException;
import dev.attest.oci.Platform;
import dev.attest.oci.PlatformImage;
import dev.attest.oci.Reference;
import dev.attest.oci.Repository;
import dev.attest.pipeline.Documents;
import dev.attest.sbom.ImageScanner;
import dev.attest.sbom.MalformedContentException;
import dev.attest.sbom.ScanResult;
import dev.attest.sbom.diff.PackageLists;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/** Reads both sides, one platform of an image each, and says what differs. */
final class DiffRun {
    private static final int MAX_SBOM_BYTES = 64 << 20;

    private final Wiring wiring;
    private final DiffCommand asked;
    private final Console console;

    DiffRun(Wiring wiring, DiffCommand asked) {
        this.wiring = wiring;
        this.asked = asked;
        this.console = wiring.console(asked.common);
    }

    /** An image that is read when it is known which platform counts, or an SBOM. */
    private record Opened(String name, Optional<Reference> reference, Optional<Path> file) {}

    ExitCode run() throws IOException, MalformedImageException, MalformedContentException {
        Output output = Output.of(console, asked.common);
        Optional<Platform> platform = wiring.platform(asked.image);
        ImageScanner scanner = LayerScans.remembering(wiring, asked.cache);
        DiffSide before = side(opened(asked.before), platform, scanner);
        // Two indexes are compared by the platform that the first one was read for.
        Optional<Platform> same = platform.or(() -> before.image().map(PlatformImage::platform));
        DiffSide after = side(opened(asked.after), same, scanner);
        DiffResult result = DiffResult.of(before, after);
        output.write(asked.format == ResultFormat.json ? DiffRendering.json(result) : DiffRendering.text(result));
        return asked.exitCode && !result.isEmpty() ? ExitCode.REFUSED : ExitCode.DONE;
    }

    private Opened opened(String text) {
        try {
            Path file = Path.of(text);
            if (Files.isRegularFile(file)) {
                return new Opened(text, Optional.empty(), Optional.of(file));
            }
        } catch (InvalidPathException e) {
            return new Opened(text, Optional.of(wiring.reference(text, asked.image)), Optional.empty());
        }
        return new Opened(text, Optional.of(wiring.reference(text, asked.image)), Optional.empty());
    }

    private DiffSide side(Opened opened, Optional<Platform> platform, ImageScanner scanner)
            throws IOException, MalformedImageException, MalformedContentException {
        if (opened.file().isPresent()) {
            return sbom(opened.name(), opened.file().get());
        }
        Reference reference = opened.reference().orElseThrow();
        try (Repository repository = wiring.open(reference, asked.image)) {
            Image read = ImageReader.read(repository, repository.resolve(reference), wiring.executor());
            PlatformImage chosen = chosen(read, platform);
            console.message("reading " + chosen.layers().size() + " layers of " + reference);
            ScanResult scan = scanner.scan(repository, chosen);
            var documents = new Documents(Documents.imageName(reference), Optional.empty(), "");
            return new DiffSide(
                    opened.name(),
                    PackageLists.read(JsonObject.of(documents.cycloneDx(chosen, scan), "sbom")),
                    Optional.of(chosen),
                    Optional.of(scan.facts()));
        } catch (MalformedJsonException e) {
            throw new IllegalStateException("a document of ours that cannot be read", e);
        }
    }

    /** A single image is compared whatever it runs on, unless a platform was asked for; that may be what changed. */
    private PlatformImage chosen(Image read, Optional<Platform> platform) {
        boolean single = read.platforms().size() == 1 && asked.image.platform().isEmpty();
        return Chosen.of(read, single ? Optional.empty() : platform);
    }

    private static DiffSide sbom(String name, Path file) throws IOException {
        try {
            byte[] bytes = NamedFile.read(file, MAX_SBOM_BYTES, "an SBOM");
            return new DiffSide(
                    name,
                    PackageLists.read(StrictJson.parseObject(bytes, "sbom", MAX_SBOM_BYTES)),
                    Optional.empty(),
                    Optional.empty());
        } catch (MalformedJsonException e) {
            throw new UsageException(file + ": " + e.getMessage());
        }
    }
}
