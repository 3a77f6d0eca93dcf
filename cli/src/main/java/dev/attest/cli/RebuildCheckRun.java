package dev.attest.cli;

import dev.attest.json.StrictJson;
import dev.attest.oci.ImageReader;
import dev.attest.oci.MalformedImageException;
import dev.attest.oci.Platform;
import dev.attest.oci.Reference;
import dev.attest.oci.Repository;
import dev.attest.pipeline.Documents;
import dev.attest.pipeline.Given;
import dev.attest.pipeline.RebuildAspect;
import dev.attest.pipeline.RebuildCheck;
import dev.attest.pipeline.RebuildEvidence;
import dev.attest.pipeline.RebuildReport;
import dev.attest.pipeline.RebuildTolerance;
import dev.attest.pipeline.RebuildTolerance.Strictness;
import java.io.IOException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** Reads both images, has them compared and says what came of it. */
final class RebuildCheckRun {
    private static final int MAX_LIMIT = 1_000_000;

    private final Wiring wiring;
    private final RebuildCheckCommand asked;
    private final Console console;

    RebuildCheckRun(Wiring wiring, RebuildCheckCommand asked) {
        this.wiring = wiring;
        this.asked = asked;
        this.console = wiring.console(asked.common);
    }

    ExitCode run() throws IOException, MalformedImageException {
        Output output = Output.of(console, asked.common);
        Output predicate = Output.to(console, Optional.ofNullable(asked.predicate));
        RebuildTolerance tolerance = tolerance();
        if (asked.limit < 0 || asked.limit > MAX_LIMIT) {
            throw new UsageException("--limit: expected 0 to " + MAX_LIMIT);
        }
        Optional<Platform> platform = wiring.platform(asked.image);
        Reference first = wiring.reference(asked.first, asked.image);
        Reference second = wiring.reference(asked.second, asked.image);
        try (Repository a = wiring.open(first, asked.image);
                Repository b = wiring.open(second, asked.image)) {
            var check = new RebuildCheck(wiring.executor(), console::message, tolerance, asked.limit);
            RebuildReport report = check.compare(side(a, first), side(b, second), platform);
            var rendering = new RebuildCheckRendering(asked.first, asked.second, report);
            output.write(asked.format == ResultFormat.json ? rendering.json() : rendering.text());
            if (report.itself()) {
                console.message("warning: both are the very same image; that shows nothing of a rebuild");
            }
            if (asked.predicate != null) {
                write(predicate, RebuildEvidence.of(report, Documents.imageName(second)));
            }
            boolean shown = report.isReproduced() && !(report.itself() && asked.predicate != null);
            return shown ? ExitCode.DONE : ExitCode.REFUSED;
        }
    }

    private RebuildCheck.Side side(Repository repository, Reference reference)
            throws IOException, MalformedImageException {
        return new RebuildCheck.Side(
                repository, ImageReader.read(repository, repository.resolve(reference), wiring.executor()));
    }

    private void write(Output predicate, Optional<Given> evidence) throws IOException {
        if (evidence.isPresent()) {
            predicate.write(StrictJson.writeIndented(evidence.get().predicate()));
        } else {
            console.error("no predicate is written: this shows no rebuild that came out the same");
        }
    }

    private RebuildTolerance tolerance() {
        Set<RebuildAspect> ignored = EnumSet.noneOf(RebuildAspect.class);
        for (String name : asked.ignored) {
            ignored.add(RebuildAspect.ignorable(name)
                    .orElseThrow(
                            () -> new UsageException("--ignore: " + name + " is none of mtime, created, history")));
        }
        Strictness strictness = ignored.isEmpty() ? Strictness.contents : Strictness.files;
        if (asked.strictness != null) {
            strictness = Arrays.stream(Strictness.values())
                    .filter(one -> one.name().equals(asked.strictness))
                    .findFirst()
                    .orElseThrow(() -> new UsageException(
                            "--strictness: " + asked.strictness + " is none of bits, contents, files"));
        }
        if (!ignored.isEmpty() && strictness != Strictness.files) {
            throw new UsageException("--ignore compares files; leave out --strictness " + strictness);
        }
        return new RebuildTolerance(strictness, ignored);
    }
}
