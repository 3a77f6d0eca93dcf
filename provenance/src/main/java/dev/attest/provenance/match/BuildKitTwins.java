package dev.attest.provenance.match;

import static dev.attest.provenance.match.Comparison.BUILDER;
import static dev.attest.provenance.match.Comparison.EXTERNAL;

import java.util.Optional;

/**
 * BuildKit's provenance, signed by a CI job: the builder is the workflow or the run, and where the build came from git the
 * commit is the certificate's. What BuildKit's client says of its version control is nobody's proof and is not read.
 */
final class BuildKitTwins {
    private final Comparison comparison;

    BuildKitTwins(Comparison comparison) {
        this.comparison = comparison;
    }

    void compare() {
        if (!comparison.claims().ofBuild()) {
            CertificateMatch.unspoken(comparison);
            return;
        }
        Optional<String> signer = comparison.claims().get(BuildClaim.BUILD_SIGNER_URI);
        Optional<String> run = comparison.claims().get(BuildClaim.RUN_INVOCATION_URI);
        Optional<String> builder = comparison.builder();
        if (!builder.equals(signer) && !builder.equals(run)) {
            comparison.mismatch(BUILDER, builder, signer);
        }
        Optional<String> uri = comparison.external("configSource", "uri");
        if (uri.isEmpty()) {
            // A local context: the job's checkout, or whatever the job made of it.
            comparison.cannotProve("the source's repository", "the source's commit", "the source's ref");
            return;
        }
        Optional<String> repository = comparison.claims().get(BuildClaim.SOURCE_REPOSITORY_URI);
        comparison.compare(EXTERNAL + "configSource.uri", uri.map(BuildKitTwins::repository), repository);
        Optional<String> ref = uri.filter(it -> it.indexOf('#') >= 0).map(it -> it.substring(it.indexOf('#') + 1));
        if (ref.filter(it -> it.startsWith("refs/")).isPresent()) {
            comparison.compare(EXTERNAL + "configSource.uri", ref, BuildClaim.SOURCE_REPOSITORY_REF);
        } else {
            comparison.cannotProve("the source's ref");
        }
        comparison.compare(
                EXTERNAL + "configSource.digest.sha1",
                comparison.external("configSource", "digest", "sha1"),
                BuildClaim.SOURCE_REPOSITORY_DIGEST);
    }

    private static String repository(String uri) {
        String place = uri.indexOf('#') < 0 ? uri : uri.substring(0, uri.indexOf('#'));
        return place.endsWith(".git") ? place.substring(0, place.length() - ".git".length()) : place;
    }
}
