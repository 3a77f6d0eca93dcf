package dev.attest.policy.rule;

import dev.attest.intoto.PredicateType;
import dev.attest.intoto.ResourceDescriptor;
import dev.attest.intoto.Statement;
import dev.attest.oci.Digest;
import dev.attest.policy.Case;
import dev.attest.policy.Evidence;
import dev.attest.provenance.MalformedProvenanceException;
import dev.attest.provenance.Provenance;
import dev.attest.provenance.match.BuildClaim;
import dev.attest.provenance.report.BuildReports;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Whether evidence about an image's source speaks of the commit that the image was built from. What a test found in
 * another commit says nothing of these bits, whatever digest stands beside it.
 */
final class CommitBinding {
    private CommitBinding() {}

    /** Why the statement is not bound to the commit that the image's provenance names; empty when it is, or none is named. */
    static Optional<String> fault(Case subject, Digest digest, Statement statement) {
        Optional<Evidence.Accepted> provenance = subject.newest(PredicateType.PROVENANCE, digest);
        if (provenance.isEmpty()) {
            return Optional.empty();
        }
        Set<String> built;
        try {
            built = commits(provenance.get());
        } catch (MalformedProvenanceException e) {
            return Optional.of("the provenance that should name its commit cannot be read: " + e.getMessage());
        }
        Set<String> about = commits(statement);
        if (built.isEmpty() || (!about.isEmpty() && built.containsAll(about))) {
            return Optional.empty();
        }
        return Optional.of(
                about.isEmpty()
                        ? "it names no commit, and the image was built from " + shown(built)
                        : "it is about the commit " + shown(about) + ", and the image was built from " + shown(built));
    }

    /** The commit that the signing certificate names; where it names none, those that the predicate says were used. */
    private static Set<String> commits(Evidence.Accepted provenance) throws MalformedProvenanceException {
        if (!provenance.verified().isSignedByKey()) {
            Optional<String> claimed = SignerClaims.of(provenance.verified()).get(BuildClaim.SOURCE_REPOSITORY_DIGEST);
            if (claimed.isPresent()) {
                return Set.of(claimed.get());
            }
        }
        var commits = new TreeSet<String>();
        Provenance read = Provenance.read(provenance.verified().statement().predicate());
        for (ResourceDescriptor dependency : read.buildDefinition().resolvedDependencies()) {
            Optional.ofNullable(dependency.digest().get(BuildReports.GIT_COMMIT))
                    .ifPresent(commits::add);
        }
        return commits;
    }

    private static Set<String> commits(Statement statement) {
        return statement.subjects().stream()
                .flatMap(subject -> Optional.ofNullable(subject.digest().get(BuildReports.GIT_COMMIT)).stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String shown(Set<String> commits) {
        return commits.stream().limit(3).collect(Collectors.joining(", ")) + (commits.size() > 3 ? ", …" : "");
    }
}
