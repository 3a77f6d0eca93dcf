package dev.attest.provenance.expect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attest.json.StrictJson;
import dev.attest.testvectors.Vector;
import dev.attest.testvectors.Vectors;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every one of the twenty attacks of docs/attacks.md has a vector or a test that refuses it, and a twin that passes. */
class AttackTableTest {
    private static final Path ROOT = Path.of("..");

    @ParameterizedTest
    @ValueSource(ints = {3, 4, 5, 6, 7, 8, 9, 18})
    void an_attack_on_the_predicate_has_vectors_of_both_answers(int attack) throws Exception {
        var answers = new TreeMap<Vector.Expected, Integer>();
        for (Vector vector : Vectors.area("provenance-attacks")) {
            // The plain release is the twin of everything that is changed in it.
            long number = StrictJson.parseObject(vector.bytes(), "vector").integer("attack");
            if (number == attack || number == 0) {
                answers.merge(vector.expected(), 1, Integer::sum);
            }
        }
        assertThat(answers).containsKeys(Vector.Expected.ACCEPTED, Vector.Expected.REFUSED);
    }

    /** The attacks that no predicate alone shows: the module, the class and the methods that refuse and let pass. */
    @ParameterizedTest
    @CsvSource({
        "1, pipeline, VerifyImageTest, each_bundle_tampered_with_is_rejected_and_its_rule_named",
        "1, signing, VerifierTest, statements_logged_with_a_promise_are_verified",
        "2, pipeline, VerifyImageTest, evidence_of_another_image_counts_for_nothing_here",
        "2, signing, VerifierTest, artifacts_are_verified_by_bytes_and_by_digest",
        "10, pipeline, MutationTest, a_changed_image_with_every_digest_made_to_fit_is_another_image",
        "10, pipeline, VerifyImageTest, a_signed_image_with_other_bytes_is_refused",
        "11, pipeline, VerifyImageTest, evidence_of_one_platform_attached_to_another_counts_for_its_own_only",
        "11, pipeline, VerifyImageTest, a_platforms_own_digest_can_be_verified_alone",
        "12, signing, RevocationListTest, revoked_artifacts_are_refused_by_bytes_and_by_digest",
        "12, policy, VsaPassesTest, age_is_counted_from_the_witnessed_time_or_an_earlier_one_that_is_said",
        "13, policy, ProvenanceFitsCertificateTest, no_forged_provenance_hides_behind_a_newer_good_one",
        "13, policy, ProvenanceFitsCertificateTest, what_the_certificate_bears_out_holds",
        "14, signing, VerifierTest, one_time_outside_the_certificate_among_others_is_refused",
        "14, signing, VerifierTest, promise_and_timestamp_both_count",
        "15, signing, HostileInputTest, v1_bundles_need_the_promise_and_later_ones_the_proof",
        "15, signing, VerifierTest, logs_with_unusable_keys_still_demand_entries",
        "16, policy, VsaPassesTest, only_the_verifiers_own_signer_signs_for_it",
        "16, policy, VsaPassesTest, a_summary_of_the_image_or_of_every_platform_is_accepted",
        "17, policy, VsaPassesTest, a_summary_that_says_something_else_fails",
        "17, policy, VsaPassesTest, what_need_not_be_said_need_not_be_there",
        "19, policy, NameIsNotForDevelopmentTest, a_name_for_development_fails",
        "19, policy, NameIsNotForDevelopmentTest, a_name_for_production_holds",
        "20, signing, HostileInputTest, two_signatures_two_materials_and_two_contents_are_refused",
        "20, json, StrictJsonTest, vectors_get_their_expected_answer",
    })
    void an_attack_on_anything_else_has_a_test(int attack, String module, String name, String method) throws Exception {
        assertThat(attack).isBetween(1, 20);
        try (var files = Files.walk(ROOT.resolve(module).resolve("src/test/java"))) {
            List<Path> found =
                    files.filter(file -> file.endsWith(name + ".java")).toList();
            assertThat(found).isNotEmpty();
            String sources = found.stream().map(AttackTableTest::text).collect(Collectors.joining());
            assertThat(sources).contains(" " + method + "(");
        }
    }

    @Test
    void the_table_lists_all_twenty() throws Exception {
        String table = Files.readString(ROOT.resolve("docs/attacks.md"));
        for (int attack = 1; attack <= 20; attack++) {
            assertThat(table).contains("\n| " + attack + " |");
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
