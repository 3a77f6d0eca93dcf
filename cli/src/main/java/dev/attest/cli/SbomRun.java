package dev.attest.cli;

import dev.attest.oci.ImageReader;
import dev.attest.oci.MalformedImageException;
import dev.attest.oci.Platform;
import dev.attest.oci.PlatformImage;
import dev.attest.oci.Reference;
import dev.attest.oci.Repository;
import dev.attest.pipeline.DocumentFormat;
import dev.attest.pipeline.Documents;
import dev.attest.pipeline.SizeBudget;
import dev.attest.sbom.MalformedContentException;
import dev.attest.sbom.ScanResult;
import dev.attest.sbom.document.Party;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads the layers of one platform's image and writes what is in them. */
final class SbomRun {
    private final Wiring wiring;
    private final SbomCommand asked;
    private final Console console;

    SbomRun(Wiring wiring, SbomCommand asked) {
        this.wiring = wiring;
        this.asked = asked;
        this.console = wiring.console(asked.common);
    }

    ExitCode run() throws IOException, MalformedImageException, MalformedContentException {
        Map<DocumentFormat, Output> outputs = outputs();
        Optional<Party> supplier = party("--supplier", asked.supplier);
        Optional<Party> author = party("--author", asked.author);
        Reference reference = wiring.reference(asked.reference, asked.image);
        Optional<Platform> platform = wiring.platform(asked.image);
        try (Repository repository = wiring.open(reference, asked.image)) {
            PlatformImage chosen =
                    Chosen.of(ImageReader.read(repository, repository.resolve(reference), wiring.executor()), platform);
            ScanResult scan = LayerScans.scanner(wiring, asked.cache)
                    .beside(new Related(wiring, asked.image).images(asked.related))
                    .scan(repository, chosen);
            var documents = new Documents(
                            Documents.imageName(reference), wiring.sourceDateEpoch(), VersionProvider.version())
                    .by(supplier, author);
            int width = outputs.containsKey(DocumentFormat.TABLE) ? TerminalWidth.columns() : 0;
            boolean large = false;
            for (Map.Entry<DocumentFormat, Output> one : outputs.entrySet()) {
                byte[] file = documents.file(one.getKey(), chosen, scan, width);
                one.getValue().write(file);
                large |= file.length > SizeBudget.BYTES;
            }
            if (large) {
                SizeBudget.remark(documents.cycloneDx(chosen, scan)).ifPresent(wiring::warn);
            }
            if (!outputs.keySet().equals(Set.of(DocumentFormat.TABLE))) {
                scan.sbom().gaps().forEach(gap -> console.message("not read: " + gap.subject() + ": " + gap.detail()));
            }
            return ExitCode.DONE;
        }
    }

    /** Every format that is asked for and where it goes; at most one of them where nothing is said. */
    private Map<DocumentFormat, Output> outputs() throws IOException {
        var outputs = new EnumMap<DocumentFormat, Output>(DocumentFormat.class);
        List<String> formats = asked.formats.isEmpty() ? List.of(DocumentFormat.CYCLONEDX_JSON.id()) : asked.formats;
        int unnamed = 0;
        for (String text : formats) {
            int equals = text.indexOf('=');
            String id = equals < 0 ? text : text.substring(0, equals);
            DocumentFormat format = DocumentFormat.named(id)
                    .orElseThrow(() -> new UsageException("--format: " + id + " is none of "
                            + Arrays.stream(DocumentFormat.values())
                                    .map(DocumentFormat::id)
                                    .collect(Collectors.joining(", "))));
            unnamed += equals < 0 ? 1 : 0;
            Output output = equals < 0
                    ? Output.of(console, asked.common)
                    : Output.to(console, Optional.of(Path.of(text.substring(equals + 1))));
            if (outputs.put(format, output) != null) {
                throw new UsageException("--format: " + id + " is named twice");
            }
        }
        if (unnamed > 1 || (unnamed == 0 && asked.common.output().isPresent())) {
            throw new UsageException("--format: only one format goes to standard output or to --output FILE; write"
                    + " FORMAT=FILE for the others");
        }
        return outputs;
    }

    private static Optional<Party> party(String option, @Nullable String text) {
        if (text == null) {
            return Optional.empty();
        }
        return Optional.of(Party.first(text).orElseThrow(() -> new UsageException(option + ": a name is missing")));
    }
}
