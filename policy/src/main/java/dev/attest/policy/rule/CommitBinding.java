package dev.attest.policy.rule;

import dev.attest.intoto.PredicateType;
import dev.attest.intoto.Statement;
import dev.attest.oci.PlatformImage;
import dev.attest.policy.Case;
import dev.attest.policy.Evidence;
import dev.attest.provenance.MalformedProvenanceException;
import dev.attest.provenance.match.BuildClaim;
import dev.attest.provenance.report.BuildReports;
import java.util.List;
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

    /** Why the statement is not bound to the commit that the image was built from; empty when it is, or none names any. */
    static Optional<String> fault(Case subject, PlatformImage image, Statement statement) {
        Set<String> built;
        try {
            built = commits(subject.accepted(PredicateType.PROVENANCE, image));
        } catch (MalformedProvenanceException e) {
            return Optional.of("the provenance that should name its commit cannot be read: " + e.getMessage());
        }
        Set<String> about = commits(statement);
        if (built.isEmpty()) {
            return about.isEmpty()
                    ? Optional.empty()
                    : Optional.of("it is about the commit " + shown(about)
                            + ", and no accepted provenance says from which commit the image was built");
        }
        if (!about.isEmpty() && built.containsAll(about)) {
            return Optional.empty();
        }
        return Optional.of(
                about.isEmpty()
                        ? "it names no commit, and the image was built from " + shown(built)
                        : "it is about the commit " + shown(about) + ", and the image was built from " + shown(built));
    }

    /**
     * The commits that signing certificates name; where none names any, those that the predicates say. All provenance is
     * asked: a newer one that is silent must not take away what an older one says.
     */
    private static Set<String> commits(List<Evidence.Accepted> provenance) throws MalformedProvenanceException {
        var claimed = new TreeSet<String>();
        var said = new TreeSet<String>();
        for (Evidence.Accepted evidence : provenance) {
            AcceptedProvenance one = AcceptedProvenance.read(evidence);
            one.claims().get(BuildClaim.SOURCE_REPOSITORY_DIGEST).ifPresent(claimed::add);
            one.provenance().sourceCommit().ifPresent(said::add);
        }
        return claimed.isEmpty() ? said : claimed;
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
