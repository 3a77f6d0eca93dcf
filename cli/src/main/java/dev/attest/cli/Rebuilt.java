package dev.attest.cli;

import dev.attest.oci.ImageReader;
import dev.attest.oci.MalformedImageException;
import dev.attest.oci.Reference;
import dev.attest.oci.Repository;
import dev.attest.pipeline.Documents;
import dev.attest.pipeline.Given;
import dev.attest.pipeline.RebuildCheck;
import dev.attest.pipeline.RebuildEvidence;
import dev.attest.pipeline.RebuildReport;
import dev.attest.pipeline.RebuildTolerance;
import dev.attest.pipeline.SignTarget;
import dev.attest.signing.service.SigningException;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/** The evidence that the image that is signed was built once more and came out the same; nothing less is signed. */
final class Rebuilt {
    private final Wiring wiring;
    private final ImageOptions options;
    private final Console console;

    Rebuilt(Wiring wiring, ImageOptions options, Console console) {
        this.wiring = wiring;
        this.options = options;
        this.console = console;
    }

    Given of(SignTarget target, String again) throws IOException, MalformedImageException, SigningException {
        Reference reference = wiring.reference(again, options);
        var tolerance = new RebuildTolerance(RebuildTolerance.Strictness.contents, Set.of());
        try (Repository repository = wiring.open(reference, options)) {
            var check = new RebuildCheck(wiring.executor(), console::message, tolerance, 0);
            var other = new RebuildCheck.Side(
                    repository, ImageReader.read(repository, repository.resolve(reference), wiring.executor()));
            RebuildReport report = check.compare(
                    new RebuildCheck.Side(target.places().image(), target.image()), other, Optional.empty());
            // Where a folder lies is nobody's business.
            String name = reference instanceof Reference.Registry ? again : Documents.imageName(reference);
            return RebuildEvidence.of(report, name)
                    .orElseThrow(() -> SigningException.refused("--rebuilt-as: " + again
                            + " is no rebuild that came out the same; `attest rebuild-check` says what differs"));
        }
    }
}
