package dev.attest.cli;

import dev.attest.provenance.MalformedProvenanceException;
import dev.attest.provenance.Provenance;
import dev.attest.provenance.ProvenanceSource;
import dev.attest.provenance.ci.BuildContext;
import dev.attest.provenance.ci.BuildOptions;
import dev.attest.provenance.ci.BuildSource;
import dev.attest.provenance.ci.BuildTimes;
import dev.attest.signing.oidc.IdentityToken;
import dev.attest.vex.MalformedVexException;
import dev.attest.vex.VexDocument;
import dev.attest.vex.image.VexTemplates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is known of the build: its provenance, and the VEX statements that its source brings along. */
final class BuildFacts {
    private final Wiring wiring;
    private final Path source;

    BuildFacts(Wiring wiring, Path source) {
        this.wiring = wiring;
        this.source = source;
    }

    /**
     * The provenance of the build. The certificate authority has verified the token before this is asked, so that the
     * claims of a CI's token are facts; without one the environment of a job is taken at its word, and marked so. What the
     * local Sigstore signs is a local build, wherever it runs.
     */
    Provenance provenance(Optional<IdentityToken> token, boolean local) throws IOException {
        return provenance(token, local, BuildOptions.NONE);
    }

    /** As {@link #provenance(Optional, boolean)}, with what the user asks of it. */
    Provenance provenance(Optional<IdentityToken> token, boolean local, BuildOptions options) throws IOException {
        String name = "provenance";
        try {
            ProvenanceSource facts = source(token, local, options);
            name = facts.name();
            facts.remarks().forEach(wiring::warn);
            return facts.provenance();
        } catch (MalformedProvenanceException e) {
            throw new UsageException(name + ": " + e.getMessage());
        }
    }

    private ProvenanceSource source(Optional<IdentityToken> token, boolean local, BuildOptions options)
            throws MalformedProvenanceException {
        var context = new BuildContext(
                local
                        ? Map.of()
                        : token.map(IdentityToken::claims)
                                .map(BuildContext::texts)
                                .orElse(Map.of()),
                local ? Map.of() : wiring.environment(),
                BuildTimes.UNKNOWN,
                Optional.of(source));
        return BuildSource.of(context, options);
    }

    /** The VEX documents that were named, or those in {@code .vex/} of the source. */
    List<VexDocument> vex(List<Path> named) throws IOException {
        Path folder = source.resolve(".vex");
        List<Path> places = named.isEmpty() && Files.isDirectory(folder) ? List.of(folder) : named;
        var documents = new ArrayList<VexDocument>();
        for (Path place : places) {
            try {
                documents.addAll(VexTemplates.load(place));
            } catch (MalformedVexException e) {
                throw new UsageException(place + ": " + e.getMessage());
            }
        }
        return documents;
    }
}
