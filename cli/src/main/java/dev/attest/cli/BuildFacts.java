package dev.attest.cli;

import dev.attest.provenance.MalformedProvenanceException;
import dev.attest.provenance.Provenance;
import dev.attest.provenance.ProvenanceSource;
import dev.attest.provenance.ci.BuildTimes;
import dev.attest.provenance.ci.GitHubActions;
import dev.attest.provenance.ci.LocalBuild;
import dev.attest.signing.AcceptedIdentity;
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
import java.util.TreeMap;

/** What is known of the build: its provenance, and the VEX statements that its source brings along. */
final class BuildFacts {
    private final Wiring wiring;
    private final Path source;

    BuildFacts(Wiring wiring, Path source) {
        this.wiring = wiring;
        this.source = source;
    }

    /**
     * The provenance of the build. The certificate authority has verified the token before this is asked, so the claims
     * of a GitHub token are facts; without one the environment of a workflow is taken at its word, and marked so. What
     * the local Sigstore signs is a local build, wherever it runs.
     */
    Provenance provenance(Optional<IdentityToken> token, boolean local) throws IOException {
        ProvenanceSource facts = source(token, local);
        try {
            return facts.provenance();
        } catch (MalformedProvenanceException e) {
            throw new UsageException(facts.name() + ": " + e.getMessage());
        }
    }

    private ProvenanceSource source(Optional<IdentityToken> token, boolean local) {
        if (token.isPresent() && token.get().issuer().equals(AcceptedIdentity.GitHub.ISSUER)) {
            return GitHubActions.fromToken(claims(token.get()), wiring.environment(), BuildTimes.UNKNOWN);
        }
        if (!local && GitHubActions.isPresent(wiring.environment())) {
            return GitHubActions.fromEnvironment(wiring.environment(), BuildTimes.UNKNOWN);
        }
        return new LocalBuild(Optional.of(source), BuildTimes.UNKNOWN);
    }

    private static Map<String, String> claims(IdentityToken token) {
        var claims = new TreeMap<String, String>();
        token.claims().node().properties().forEach(claim -> {
            if (claim.getValue().isTextual()) {
                claims.put(claim.getKey(), claim.getValue().textValue());
            }
        });
        return claims;
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
