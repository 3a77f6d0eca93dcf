package dev.attest.cli;

import dev.attest.json.StrictJson;
import dev.attest.oci.Image;
import dev.attest.oci.ImageReader;
import dev.attest.oci.MalformedImageException;
import dev.attest.oci.Reference;
import dev.attest.oci.Repository;
import dev.attest.pipeline.ImageProvenance;
import dev.attest.provenance.Provenance;
import java.io.IOException;
import java.util.Optional;

/** Makes the provenance of an image and writes it. */
final class ProvenanceRun {
    private final Wiring wiring;
    private final ProvenanceCommand asked;
    private final Console console;

    ProvenanceRun(Wiring wiring, ProvenanceCommand asked) {
        this.wiring = wiring;
        this.asked = asked;
        this.console = wiring.console(asked.common);
    }

    ExitCode run() throws IOException, MalformedImageException {
        Output output = Output.of(console, asked.common);
        if (asked.image.platform().isPresent()) {
            throw new UsageException("--platform: provenance speaks of an image and all its platforms");
        }
        Reference reference = wiring.reference(asked.reference, asked.image);
        var provenance = new BuildProvenance(wiring, asked.build, console);
        Provenance build = provenance.build(Optional.empty(), false);
        var related = new Related(wiring, asked.image).images(asked.related);
        try (Repository repository = wiring.open(reference, asked.image)) {
            Image image = ImageReader.read(repository, repository.resolve(reference), wiring.executor());
            var statement =
                    ImageProvenance.statement(reference, image, provenance.in(build, repository, image, related));
            output.write(
                    asked.statement
                            ? statement.write()
                            : StrictJson.writeIndented(statement.predicate().node()));
        }
        return ExitCode.DONE;
    }
}
