package dev.attest.policy.rule;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.attest.intoto.PredicateType;
import dev.attest.policy.Evidence;
import dev.attest.policy.Judged;
import dev.attest.policy.KeySigned;
import dev.attest.policy.Rule;
import dev.attest.policy.Workflow;
import dev.attest.signing.SigningSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProvenanceFitsCertificateTest extends RuleTest {
    private static final Rule RULE = new ProvenanceFitsCertificate();

    private static Evidence.Accepted provenance(SigningSession session, ObjectNode predicate) throws Exception {
        return notary.says(session, PredicateType.PROVENANCE.uri(), predicate, digest(AMD));
    }

    private static SigningSession build() throws Exception {
        return notary.build("workflow", Workflow.CLAIMS);
    }

    @Test
    void what_the_certificate_bears_out_holds() throws Exception {
        holds(RULE, single(provenance(build(), Workflow.provenance())));
        holds(RULE, single(provenance(notary.developer(), Judged.localProvenance())));
    }

    @Test
    void no_provenance_or_that_of_another_image_fails() throws Exception {
        fails(RULE, single(), "no accepted provenance");
        fails(
                RULE,
                single(notary.says(PredicateType.PROVENANCE, Judged.localProvenance(), OTHER)),
                "no accepted provenance");
    }

    @ParameterizedTest
    @CsvSource({
        "/runDetails/builder, id",
        "/runDetails/metadata, invocationId",
        "/buildDefinition/externalParameters/workflow, repository",
        "/buildDefinition/externalParameters/workflow, ref",
        "/buildDefinition/externalParameters/workflow, path",
        "/buildDefinition/internalParameters/github, event_name",
        "/buildDefinition/internalParameters/github, repository_id",
        "/buildDefinition/internalParameters/github, runner_environment",
        "/buildDefinition/resolvedDependencies/0, uri",
    })
    void a_forged_field_fails(String pointer, String name) throws Exception {
        ObjectNode forged = Workflow.provenance();
        ((ObjectNode) forged.at(pointer)).put(name, "https://github.com/forged");
        fails(RULE, single(provenance(build(), forged)), "the predicate says");
    }

    @Test
    void a_persons_certificate_bears_out_no_workflow_and_a_builds_certificate_no_local_build() throws Exception {
        fails(RULE, single(provenance(notary.developer(), Workflow.provenance())), "the certificate says nothing");
        fails(RULE, single(provenance(build(), Judged.localProvenance())), "buildType");
    }

    @Test
    void a_parameter_that_the_build_type_does_not_know_fails() throws Exception {
        ObjectNode more = Workflow.provenance();
        ((ObjectNode) more.at("/buildDefinition/externalParameters")).put("skipTests", "true");
        fails(RULE, single(provenance(build(), more)), "skipTests");
    }

    @Test
    void provenance_that_cannot_be_read_or_is_signed_by_a_key_fails() throws Exception {
        fails(RULE, single(provenance(build(), Judged.empty())), "the provenance cannot be read");
        fails(
                RULE,
                single(KeySigned.says(notary, PredicateType.PROVENANCE, Judged.localProvenance(), digest(AMD))),
                "signed by a key");
    }

    @Test
    void each_of_several_provenances_that_count_must_fit() throws Exception {
        Evidence ofIndex = notary.says(PredicateType.PROVENANCE, Judged.localProvenance(), INDEX, digest(AMD));
        Evidence ofArm =
                notary.says(notary.developer(), PredicateType.PROVENANCE.uri(), Workflow.provenance(), digest(ARM));
        holds(RULE, index(ofIndex));
        fails(RULE, index(ofIndex, ofArm), "the certificate says nothing");
        holds(RULE, Judged.only(index(ofIndex, ofArm), AMD));
    }

    /** Attack 13: an accepted signer who said something false is not believed for having said something else later. */
    @Test
    void no_forged_provenance_hides_behind_a_newer_good_one() throws Exception {
        ObjectNode forged = Workflow.provenance();
        ((ObjectNode) forged.at("/runDetails/builder")).put("id", "https://github.com/forged");
        Evidence old = provenance(build(), forged);
        notary.later();
        fails(RULE, single(old, provenance(build(), Workflow.provenance())), "builder.id");
    }

    @Test
    void an_internal_parameter_that_nobody_knows_fails_where_strictness_is_asked_for() throws Exception {
        ObjectNode more = Workflow.provenance();
        ((ObjectNode) more.at("/buildDefinition/internalParameters")).put("approvedBy", "x");
        Evidence evidence = provenance(build(), more);
        holds(RULE, single(evidence));
        fails(new ProvenanceFitsCertificate(true), single(evidence), "approvedBy");
    }

    @Test
    void a_newer_forged_provenance_takes_the_place_of_a_good_one() throws Exception {
        Evidence good = provenance(build(), Workflow.provenance());
        notary.later();
        ObjectNode forged = Workflow.provenance();
        ((ObjectNode) forged.at("/runDetails/builder")).put("id", "https://github.com/forged");
        fails(RULE, single(good, provenance(build(), forged)), "builder.id");
    }
}
