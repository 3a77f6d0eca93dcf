package dev.attest.cli;

import dev.attest.oci.Artifact;
import dev.attest.oci.Destination;
import dev.attest.oci.Digest;
import dev.attest.oci.MalformedImageException;
import dev.attest.oci.Reference;
import dev.attest.pipeline.CopyImage;
import dev.attest.pipeline.CopyOrder;
import dev.attest.pipeline.CopyReport;
import dev.attest.pipeline.Places;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Has an image moved with all its evidence, and says what became of it. */
final class MoveRun {
    private final Wiring wiring;
    private final CommonOptions common;
    private final EvidenceOptions image;
    private final EvidencePlaces evidence;
    private final Console console;

    MoveRun(Wiring wiring, CommonOptions common, EvidenceOptions image) {
        this.wiring = wiring;
        this.common = common;
        this.image = image;
        this.evidence = EvidencePlaces.of(wiring, image);
        this.console = wiring.console(common);
    }

    /** From anywhere to anywhere. */
    ExitCode run(Move move) throws IOException, MalformedImageException {
        return run(move, source(move), wiring.destination(move.destination()));
    }

    /** Into a layout or an archive, with the trusted root that the options name. */
    ExitCode save(Move move, TrustOptions trust) throws IOException, MalformedImageException {
        Reference source = source(move);
        Reference destination = wiring.destination(move.destination());
        if (destination instanceof Reference.Registry) {
            throw new UsageException("save writes a layout (oci:DIR) or an archive (oci-archive:FILE);"
                    + " `attest copy` goes to a registry");
        }
        if (trust.revocations().file().isPresent()) {
            throw new UsageException("--revocations: nothing is judged here, so that nothing is held against the list");
        }
        Optional<NamedRoot> root = NamedRoot.of(trust, new CarriedRoots(List.of(source), image, wiring), wiring);
        Optional<Cargo> cargo = root.map(named -> new Cargo(Digest.sha256(named.json()), destination, trust));
        List<Artifact> artifacts = root.map(named -> List.of(
                        new Artifact(CarriedRoots.ARTIFACT_TYPE, CarriedRoots.LAYER_TYPE, named.json(), Map.of())))
                .orElse(List.of());
        CopyOrder order = order(source, destination, artifacts);
        return run(move, order, destination, new MoveRendering(order, destination, cargo));
    }

    /** From a layout or an archive. */
    ExitCode load(Move move) throws IOException, MalformedImageException {
        Reference source = source(move);
        if (source instanceof Reference.Registry) {
            throw new UsageException("load reads a layout (oci:DIR) or an archive (oci-archive:FILE);"
                    + " `attest copy` comes from a registry");
        }
        return run(move, source, wiring.destination(move.destination()));
    }

    private Reference source(Move move) {
        Reference source = wiring.reference(move.source(), image);
        evidence.check(source);
        return source;
    }

    private ExitCode run(Move move, Reference source, Reference destination)
            throws IOException, MalformedImageException {
        CopyOrder order = order(source, destination, List.of());
        return run(move, order, destination, new MoveRendering(order, destination, Optional.empty()));
    }

    private CopyOrder order(Reference source, Reference destination, List<Artifact> cargo) {
        // Whoever pulls there would get it with the image that it is to judge.
        Set<String> leftOut = destination instanceof Reference.Registry ? Set.of(CarriedRoots.ARTIFACT_TYPE) : Set.of();
        return new CopyOrder(source, wiring.platform(image), destination.tag().or(source::tag), cargo, leftOut);
    }

    private ExitCode run(Move move, CopyOrder order, Reference destination, MoveRendering rendering)
            throws IOException, MalformedImageException {
        Output output = Output.of(console, common);
        try (Places from = evidence.open(order.image());
                Destination to = wiring.openDestination(destination, image)) {
            CopyReport report =
                    new CopyImage(wiring.executor(), step -> console.message("  " + step)).copy(from, order, to);
            output.write(move.format() == ResultFormat.json ? rendering.json(report) : rendering.text(report));
            report.missing().forEach(what -> console.error("not moved: " + what));
            return report.isComplete() ? ExitCode.DONE : ExitCode.REFUSED;
        }
    }
}
