package dev.attest.provenance.match;

import static dev.attest.provenance.match.Comparison.DEPENDENCIES;
import static dev.attest.provenance.match.Comparison.EXTERNAL;
import static dev.attest.provenance.match.Comparison.INVOCATION;

import java.util.Optional;

/**
 * GitLab's runner and control plane: the project as {@code source}, the job's number as {@code invocationId}. The commit
 * is written as {@code gitCommit}, and by runners as a {@code sha256} that is none.
 */
final class GitLabRunnerTwins {
    private final Comparison comparison;

    GitLabRunnerTwins(Comparison comparison) {
        this.comparison = comparison;
    }

    void compare() {
        Optional<String> project = comparison.claims().get(BuildClaim.SOURCE_REPOSITORY_URI);
        comparison.compare(EXTERNAL + "source", comparison.external("source"), project);
        boolean found = false;
        for (var dependency : comparison.provenance().buildDefinition().resolvedDependencies()) {
            if (project.isPresent() && dependency.uri().equals(project)) {
                Optional<String> commit = Optional.ofNullable(
                                dependency.digest().get("gitCommit"))
                        .or(() -> Optional.ofNullable(dependency.digest().get("sha256")));
                comparison.compare(DEPENDENCIES + ".digest", commit, BuildClaim.SOURCE_REPOSITORY_DIGEST);
                found = true;
            }
        }
        if (!found) {
            comparison.mismatch(DEPENDENCIES, Optional.empty(), project);
        }
        Optional<String> run = comparison.claims().get(BuildClaim.RUN_INVOCATION_URI);
        Optional<String> number = run.map(uri -> uri.substring(uri.lastIndexOf('/') + 1));
        comparison.compare(INVOCATION, comparison.invocation(), number);
        // The builder is a runner's or a group's page, of which no certificate speaks, and so is the ref.
        comparison.cannotProve("the builder");
    }
}
