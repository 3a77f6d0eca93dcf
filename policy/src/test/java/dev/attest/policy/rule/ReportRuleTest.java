package dev.attest.policy.rule;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.attest.intoto.PredicateType;
import dev.attest.intoto.ResourceDescriptor;
import dev.attest.intoto.Statement;
import dev.attest.oci.Digest;
import dev.attest.policy.Evidence;
import dev.attest.policy.Judged;
import dev.attest.policy.Notary;
import dev.attest.policy.Workflow;
import dev.attest.provenance.report.BuildReports;
import dev.attest.signing.SigningSession;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Evidence about an image and commits. */
abstract class ReportRuleTest extends RuleTest {
    static final String COMMIT = "b".repeat(40);
    static final String OTHER_COMMIT = "c".repeat(40);

    /** Signed by a developer, about the image for amd64 and these commits. */
    static Evidence.Accepted about(PredicateType type, String predicate, String... commits) throws Exception {
        return signed(notary.developer(), type, Judged.parse(predicate), List.of(digest(AMD)), commits);
    }

    static Evidence.Accepted signed(
            SigningSession session, PredicateType type, ObjectNode predicate, List<Digest> images, String... commits)
            throws Exception {
        var subjects = new ArrayList<ResourceDescriptor>();
        images.forEach(image -> subjects.add(digests(image.algorithm().id(), image.hex())));
        for (String commit : commits) {
            subjects.add(digests(BuildReports.GIT_COMMIT, commit));
        }
        byte[] statement = Statement.of(subjects, type.uri(), predicate).write();
        return Notary.evidence(session.sign(List.of(statement)).get(0));
    }

    /** Provenance whose certificate names {@link #COMMIT}. */
    static Evidence.Accepted built() throws Exception {
        return notary.says(
                notary.build("workflow", Workflow.CLAIMS),
                PredicateType.PROVENANCE.uri(),
                Workflow.provenance(),
                digest(AMD));
    }

    /** Provenance that a developer signed, by a predicate that names {@link #COMMIT}. */
    static Evidence.Accepted claimed() throws Exception {
        return notary.says(PredicateType.PROVENANCE, Workflow.provenance(), digest(AMD));
    }

    private static ResourceDescriptor digests(String algorithm, String hex) {
        return new ResourceDescriptor(Optional.empty(), Optional.empty(), Map.of(algorithm, hex), Optional.empty());
    }
}
