package dev.attest.policy.rule;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.attest.intoto.PredicateType;
import dev.attest.oci.Digest;
import dev.attest.policy.Evidence;
import dev.attest.policy.Judged;
import dev.attest.policy.Rule;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NothingIsWithheldTest extends RuleTest {
    private static final Rule RULE = new NothingIsWithheld();

    private static Evidence.Accepted amd = uninitialised();
    private static Evidence.Accepted arm = uninitialised();

    @SuppressWarnings("NullAway")
    private static Evidence.Accepted uninitialised() {
        return null;
    }

    @BeforeAll
    static void sign() throws Exception {
        amd = notary.says(PredicateType.CYCLONEDX, Judged.sbom("a"), digest(AMD));
        arm = notary.says(PredicateType.CYCLONEDX, Judged.sbom("a"), digest(ARM));
    }

    private static Evidence list(ObjectNode predicate, Digest... subjects) throws Exception {
        return notary.says(PredicateType.REFERENCE, predicate, subjects);
    }

    private static Evidence ofAmd(Evidence.Accepted... listed) throws Exception {
        return list(Judged.list(List.of(listed), digest(AMD)), digest(AMD));
    }

    @Test
    void a_list_of_what_is_there_holds() throws Exception {
        holds(RULE, single(amd, ofAmd(amd)));
        assertThat(judge(
                                RULE,
                                single(
                                        amd,
                                        ofAmd(amd),
                                        list(Judged.list(List.of(amd), digest(AMD)), digest(AMD), OTHER)))
                        .get(0)
                        .message())
                .isEqualTo("all 1 listed pieces of evidence are there");
    }

    @Test
    void an_entry_that_is_not_there_is_named() throws Exception {
        fails(
                RULE,
                single(ofAmd(amd)),
                "listed but not there: https://cyclonedx.org/bom sha256:"
                        + amd.bundle().hex());
    }

    @Test
    void an_entry_that_was_rejected_is_not_there() throws Exception {
        var rejected = new Evidence.Rejected(amd.referrer(), "SIGNATURE", "not over this content");
        fails(RULE, single(rejected, ofAmd(amd)), "listed but not there");
    }

    @Test
    void no_list_or_one_of_another_image_fails() throws Exception {
        fails(RULE, single(amd), "no accepted list");
        fails(RULE, single(amd, list(Judged.list(List.of(amd), digest(AMD)), OTHER)), "no accepted list");
    }

    @Test
    void a_list_that_is_empty_or_names_only_other_images_fails() throws Exception {
        fails(RULE, single(amd, ofAmd()), "names no evidence of this image");
        fails(
                RULE,
                single(amd, list(Judged.list(List.of(amd), OTHER), digest(AMD))),
                "names no evidence of this image");
    }

    @Test
    void every_list_counts_and_not_only_the_newest() throws Exception {
        Evidence older = ofAmd(amd, notary.says(PredicateType.FACTS, Judged.facts(), digest(AMD)));
        notary.later();
        Evidence newer = list(Judged.list(List.of(amd), digest(AMD)), digest(AMD), OTHER);
        fails(RULE, single(amd, older, newer), "listed but not there: https://in-toto.io/attestation/scai");
        fails(RULE, single(amd, newer, older), "listed but not there: https://in-toto.io/attestation/scai");
    }

    @Test
    void entries_of_platforms_that_are_not_judged_need_not_be_there() throws Exception {
        ObjectNode both = Judged.list(List.of(arm), digest(ARM));
        both.withArray("references").addAll((com.fasterxml.jackson.databind.node.ArrayNode)
                Judged.list(List.of(amd), digest(AMD)).get("references"));
        Evidence list = list(both, INDEX, digest(AMD), digest(ARM));
        holds(RULE, index(amd, arm, list));
        fails(RULE, index(amd, list), arm.bundle().hex());
        holds(RULE, Judged.only(index(amd, list), AMD));
        fails(RULE, Judged.only(index(amd, list), ARM), arm.bundle().hex());
    }

    @Test
    void an_entry_that_does_not_say_what_it_is_about_concerns_every_image() throws Exception {
        ObjectNode silent = Judged.list(List.of(arm));
        fails(RULE, single(amd, list(silent, digest(AMD))), arm.bundle().hex());
        holds(RULE, single(arm, list(silent, digest(AMD))));
    }

    @Test
    void an_entry_by_another_algorithm_than_sha256_cannot_be_found() throws Exception {
        ObjectNode list = Judged.parse("{'attester':{'id':'https://attest.dev'},'references':[{'digest':{'sha512':'"
                + "ab".repeat(64) + "'}}]}");
        fails(RULE, single(amd, list(list, digest(AMD))), "listed but not there: evidence");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{'attester':{'id':'https://attest.dev'},'references':'all'}",
                "{'attester':{'id':'https://attest.dev'},'references':[{'name':'no digest'}]}",
                "{'attester':{'id':'https://attest.dev'},'references':[{'digest':{'sha256':'not hex'}}]}",
            })
    void a_list_that_cannot_be_read_fails_even_beside_one_that_can(String malformed) throws Exception {
        Evidence list = list(Judged.parse(malformed), digest(AMD));
        fails(RULE, single(amd, ofAmd(amd), list), "a list of the evidence cannot be read");
    }
}
