package dev.attest.policy.rule;

import dev.attest.intoto.PredicateType;
import dev.attest.policy.Evidence;
import dev.attest.policy.Judged;
import dev.attest.policy.KeySigned;
import dev.attest.policy.Rule;
import dev.attest.policy.Workflow;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BuilderIsKnownTest extends RuleTest {
    private static final Rule RULE = new BuilderIsKnown();

    @Test
    void the_local_builder_goes_with_the_local_sigstore() throws Exception {
        holds(RULE, single(notary.says(PredicateType.PROVENANCE, Judged.localProvenance(), digest(AMD))));
    }

    @Test
    void no_provenance_or_that_of_another_image_fails() throws Exception {
        fails(RULE, single(), "no accepted provenance");
        fails(
                RULE,
                single(notary.says(PredicateType.PROVENANCE, Judged.localProvenance(), OTHER)),
                "no accepted provenance");
    }

    @Test
    void githubs_builder_does_not_go_with_the_local_sigstore_whatever_its_certificate_claims() throws Exception {
        Evidence evidence = notary.says(
                notary.build("workflow", Workflow.CLAIMS),
                PredicateType.PROVENANCE.uri(),
                Workflow.provenance(),
                digest(AMD));
        fails(RULE, single(evidence), "not a builder known for this signer: " + Workflow.BUILDER);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{'buildDefinition':{'buildType':'a:b'},'runDetails':{}}",
                "{'buildDefinition':{'buildType':'a:b'},'runDetails':{'builder':{'id':7}}}",
            })
    void provenance_that_cannot_be_read_fails(String predicate) throws Exception {
        fails(
                RULE,
                single(notary.says(PredicateType.PROVENANCE, Judged.parse(predicate), digest(AMD))),
                "the provenance cannot be read");
    }

    @Test
    void a_builder_without_a_name_fails() throws Exception {
        String predicate = "{'buildDefinition':{'buildType':'a:b'},'runDetails':{'builder':{'id':''}}}";
        fails(
                RULE,
                single(notary.says(PredicateType.PROVENANCE, Judged.parse(predicate), digest(AMD))),
                "not a builder known for this signer: none named");
    }

    @Test
    void provenance_signed_by_a_key_names_no_builder() throws Exception {
        Evidence evidence = KeySigned.says(notary, PredicateType.PROVENANCE, Judged.localProvenance(), digest(AMD));
        fails(RULE, single(evidence), "signed by a key");
        holds(new EvidenceIsThere("provenance", PredicateType.PROVENANCE), single(evidence));
    }
}
