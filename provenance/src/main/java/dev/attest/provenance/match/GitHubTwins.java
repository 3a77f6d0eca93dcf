package dev.attest.provenance.match;

import static dev.attest.provenance.match.Comparison.BUILDER;
import static dev.attest.provenance.match.Comparison.EXTERNAL;
import static dev.attest.provenance.match.Comparison.INTERNAL;
import static dev.attest.provenance.match.Comparison.INVOCATION;

import dev.attest.provenance.BuildTypes;
import java.util.Optional;

/** GitHub Actions in provenance v1, by GitHub's own build type or the community's. */
final class GitHubTwins {
    /** npm's builder: the kind of runner instead of the workflow. */
    private static final String RUNNER = "https://github.com/actions/runner/";

    private final Comparison comparison;

    GitHubTwins(Comparison comparison) {
        this.comparison = comparison;
    }

    void compare() {
        boolean community =
                comparison.provenance().buildDefinition().buildType().equals(BuildTypes.GITHUB_WORKFLOW_COMMUNITY);
        Optional<String> repository = comparison.external("workflow", "repository");
        Optional<String> ref = comparison.external("workflow", "ref");
        builder(community);
        comparison.compare(EXTERNAL + "workflow.repository", repository, BuildClaim.SOURCE_REPOSITORY_URI);
        comparison.compare(EXTERNAL + "workflow.ref", ref, BuildClaim.SOURCE_REPOSITORY_REF);
        Optional<String> config = comparison
                .external("workflow", "path")
                .map(path -> repository.orElse("") + "/" + path + "@" + ref.orElse(""));
        comparison.compare(EXTERNAL + "workflow.path", config, BuildClaim.BUILD_CONFIG_URI);
        comparison.compare(INVOCATION, comparison.invocation(), BuildClaim.RUN_INVOCATION_URI);
        comparison.source(comparison.certifiedSource(), "gitCommit");
        internal("event_name", BuildClaim.BUILD_TRIGGER);
        internal("repository_id", BuildClaim.SOURCE_REPOSITORY_IDENTIFIER);
        internal("repository_owner_id", BuildClaim.SOURCE_REPOSITORY_OWNER_IDENTIFIER);
        // The community's build type has no such field.
        if (!community || comparison.internal("github", "runner_environment").isPresent()) {
            internal("runner_environment", BuildClaim.RUNNER_ENVIRONMENT);
        }
    }

    private void builder(boolean community) {
        if (community && comparison.builder().orElse("").startsWith(RUNNER)) {
            comparison.compare(
                    BUILDER,
                    comparison.builder(),
                    comparison.claims().get(BuildClaim.RUNNER_ENVIRONMENT).map(runner -> RUNNER + runner));
        } else {
            comparison.compare(BUILDER, comparison.builder(), BuildClaim.BUILD_SIGNER_URI);
        }
    }

    private void internal(String name, BuildClaim claim) {
        comparison.compare(INTERNAL + "github." + name, comparison.internal("github", name), claim);
    }
}
