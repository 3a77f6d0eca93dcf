package dev.attest.policy.rule;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.attest.intoto.PredicateType;
import dev.attest.json.JsonObject;
import dev.attest.oci.Digest;
import dev.attest.oci.References;
import dev.attest.policy.Evidence;
import dev.attest.policy.Judged;
import dev.attest.policy.KeySigned;
import dev.attest.policy.Rule;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every check of a summary, each with the one defect that it is there for. */
class VsaPassesTest extends RuleTest {
    private static final String VERIFIER = "https://verifier.example.com/v1";
    private static final String EXPECTED = "{'verifier':{'id':'" + VERIFIER
            + "','identity':'verifier@local.attest.invalid','issuer':'https://local.attest.invalid'},"
            + "'policy':{'uri':'https://p.example/prod','digest':'sha256:" + "b".repeat(64) + "'},"
            + "'levels':['SLSA_BUILD_LEVEL_2','ATTEST_PROFILE_PROD'],'maxAge':'P7D'}";

    private static Rule rule(String expectation) throws Exception {
        return rule(expectation, Duration.ZERO);
    }

    private static Rule rule(String expectation, Duration later) throws Exception {
        return new VsaPasses(
                VsaExpectation.read(JsonObject.of(Judged.parse(expectation), "vsa")),
                notary.now().plus(later));
    }

    /** A summary that passes, with another text in place of one. */
    private static ObjectNode summary(String text, String instead) throws Exception {
        String good =
                """
                {'verifier':{'id':'%s'},'timeVerified':'%s','resourceUri':'oci://registry.example.com/team/app',
                 'policy':{'uri':'https://p.example/prod','digest':{'sha256':'%s'}},
                 'verificationResult':'PASSED','verifiedLevels':['SLSA_BUILD_LEVEL_3','ATTEST_PROFILE_PROD'],
                 'dependencyLevels':null}
                """
                        .formatted(VERIFIER, notary.now(), "b".repeat(64));
        assertThat(good).contains(text);
        return Judged.parse(good.replace(text, instead));
    }

    private static Evidence.Accepted says(String user, ObjectNode summary, Digest... about) throws Exception {
        return notary.says(notary.user(user), PredicateType.VSA.uri(), summary, about);
    }

    private static Evidence.Accepted passes(Digest... about) throws Exception {
        return says("verifier", summary("PASSED", "PASSED"), about);
    }

    private static Evidence.Accepted failed(Digest... about) throws Exception {
        ObjectNode summary = summary("PASSED", "FAILED");
        summary.putArray("verifiedLevels").add("FAILED");
        return says("verifier", summary, about);
    }

    @Test
    void a_summary_of_the_image_or_of_every_platform_is_accepted() throws Exception {
        holds(rule(EXPECTED), single(passes(digest(AMD))));
        holds(rule(EXPECTED), index(passes(INDEX)));
        holds(rule(EXPECTED), index(passes(digest(AMD)), passes(digest(ARM))));
        assertThat(answers(rule(EXPECTED), index(passes(digest(AMD))))).containsExactly(true, false);
    }

    @Test
    void no_summary_or_one_of_another_image_fails() throws Exception {
        fails(rule(EXPECTED), single(), "no accepted verification summary");
        fails(rule(EXPECTED), single(passes(OTHER)), "no accepted verification summary");
        fails(rule(EXPECTED), single(notary.ofAnybody(passes(digest(AMD)))), "no accepted verification summary");
    }

    @Test
    void only_the_verifiers_own_signer_signs_for_it() throws Exception {
        Evidence forged = says("somebody", summary("PASSED", "PASSED"), digest(AMD));
        fails(rule(EXPECTED), single(forged), "signed by somebody@local.attest.invalid, who does not sign for");
        holds(rule(EXPECTED), single(forged, passes(digest(AMD))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "https://verifier.example.com/v1 | https://verifier.example.com/v2 | is of the verifier",
                "'PASSED' | 'FAILED' | says FAILED",
                "['SLSA_BUILD_LEVEL_3' | ['FAILED','SLSA_BUILD_LEVEL_3' | says FAILED",
                "team/app | team/other | is about oci://registry.example.com/team/other",
                "https://p.example/prod | https://p.example/dev | by another policy: https://p.example/dev",
                "'sha256':'bb | 'sha256':'cc | by another policy",
                "{'sha256':' | {'sha512':' | by another policy",
                "SLSA_BUILD_LEVEL_3 | SLSA_BUILD_LEVEL_1 | SLSA_BUILD_LEVEL_2 is not verified",
                "SLSA_BUILD_LEVEL_3 | SLSA_BUILD_LEVEL_4 | SLSA_BUILD_LEVEL_2 is not verified",
                "SLSA_BUILD_LEVEL_3 | SLSA_SOURCE_LEVEL_3 | SLSA_BUILD_LEVEL_2 is not verified",
                "ATTEST_PROFILE_PROD | ATTEST_PROFILE_DEV | ATTEST_PROFILE_PROD is not verified",
                "{'id':' | {'name':' | cannot be read",
            })
    void a_summary_that_says_something_else_fails(String text, String instead, String why) throws Exception {
        fails(rule(EXPECTED), single(says("verifier", summary(text, instead), digest(AMD))), why);
    }

    @Test
    void what_need_not_be_said_need_not_be_there() throws Exception {
        ObjectNode summary = summary("SLSA_BUILD_LEVEL_3", "SLSA_BUILD_LEVEL_2");
        summary.remove(List.of("timeVerified", "dependencyLevels"));
        holds(rule(EXPECTED), single(says("verifier", summary, digest(AMD))));
        String lax = EXPECTED.replaceAll("'policy':\\{[^}]*},", "'resourceUri':'oci://registry.example.com/team/app',");
        ObjectNode other = summary("https://p.example/prod", "https://p.example/dev");
        holds(rule(lax), single(says("verifier", other, digest(AMD))));
    }

    @Test
    void an_image_in_a_folder_has_to_be_named_as_what_it_is_fetched() throws Exception {
        var folder = References.parse("oci:" + Path.of("image"), Optional.empty());
        Evidence summary = passes(digest(AMD));
        fails(rule(EXPECTED), Judged.named(folder, AMD, summary), "not said as what the image is fetched");
        String named = EXPECTED.replace("'levels'", "'resourceUri':'oci://registry.example.com/team/app','levels'");
        holds(rule(named), Judged.named(folder, AMD, summary));
    }

    @Test
    void age_is_counted_from_the_witnessed_time_or_an_earlier_one_that_is_said() throws Exception {
        Evidence fresh = passes(digest(AMD));
        holds(rule(EXPECTED, Duration.ofDays(7)), single(fresh));
        fails(rule(EXPECTED, Duration.ofDays(7).plusSeconds(1)), single(fresh), "older than PT168H");
        String now = notary.now().toString();
        Evidence late =
                says("verifier", summary(now, notary.now().plusSeconds(61).toString()), digest(AMD));
        fails(rule(EXPECTED), single(late), "and was witnessed before");
        Evidence early = says(
                "verifier", summary(now, notary.now().minus(Duration.ofDays(8)).toString()), digest(AMD));
        fails(rule(EXPECTED), single(early), "older than");
        holds(rule(EXPECTED, Duration.ofSeconds(-60)), single(fresh));
        fails(rule(EXPECTED, Duration.ofSeconds(-61)), single(fresh), "still to come");
    }

    @Test
    void a_refusal_that_is_as_new_outranks_a_pass() throws Exception {
        Evidence refused = failed(digest(AMD));
        fails(rule(EXPECTED), single(refused), "says FAILED");
        fails(rule(EXPECTED), single(passes(digest(AMD)), refused), "as new by the same verifier says FAILED");
        notary.later();
        Evidence pass = passes(digest(AMD));
        holds(rule(EXPECTED), single(refused, pass));
        notary.later();
        fails(rule(EXPECTED), single(pass, failed(digest(AMD))), "says FAILED");
        fails(rule(EXPECTED), index(passes(INDEX), failed(digest(ARM))), "says FAILED");
    }

    @Test
    void only_a_refusal_of_the_same_thing_by_the_same_verifier_outranks() throws Exception {
        Evidence pass = passes(digest(AMD));
        for (String[] other : new String[][] {
            {VERIFIER, "https://verifier.example.com/other"},
            {"team/app", "team/other"},
            {"https://p.example/prod", "https://p.example/slsa-4"}
        }) {
            ObjectNode refused = summary(other[0], other[1]).put("verificationResult", "FAILED");
            holds(rule(EXPECTED), single(pass, says("verifier", refused, digest(AMD))));
        }
        ObjectNode unreadable = summary("'PASSED'", "'MAYBE'");
        fails(rule(EXPECTED), single(pass, says("verifier", unreadable, digest(AMD))), "cannot be read");
    }

    @Test
    void the_builder_is_no_verifier_of_what_it_built() throws Exception {
        Evidence pass = passes(digest(AMD));
        ObjectNode built = Judged.localProvenance();
        Evidence bySame = notary.says(notary.user("verifier"), PredicateType.PROVENANCE.uri(), built, digest(AMD));
        fails(rule(EXPECTED), single(pass, bySame), "the verifier is the builder");
        Evidence byOther = notary.says(PredicateType.PROVENANCE, built, digest(AMD));
        holds(rule(EXPECTED), single(pass, byOther));
        ObjectNode byVerifier = Judged.parse("{'buildDefinition':{'buildType':'a:b'},'runDetails':{'builder':{'id':'"
                + VERIFIER + "@refs/heads/main'}}}");
        fails(
                rule(EXPECTED),
                single(pass, notary.says(PredicateType.PROVENANCE, byVerifier, digest(AMD))),
                "the verifier is the builder");
        ObjectNode old = Judged.parse("{'builder':{'id':'" + VERIFIER + "'}}");
        fails(
                rule(EXPECTED),
                single(pass, notary.says(PredicateType.PROVENANCE, old, digest(AMD))),
                "the verifier is the builder");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{} | true",
                "{'SLSA_BUILD_LEVEL_2':2,'SLSA_BUILD_LEVEL_3':1} | true",
                "{'SLSA_BUILD_LEVEL_2':2,'SLSA_SOURCE_LEVEL_1':2} | true",
                "{'SLSA_BUILD_LEVEL_2':2,'SLSA_BUILD_LEVEL_1':0} | true",
                "null | false",
                "{'SLSA_BUILD_LEVEL_2':2,'SLSA_BUILD_LEVEL_1':1} | false",
                "{'SLSA_BUILD_LEVEL_2':2,'SLSA_SOURCE_LEVEL_1':3} | false",
                "{'SLSA_BUILD_LEVEL_2':2,'BCID_L1':3} | false",
                "{'SLSA_BUILD_LEVEL_UNEVALUATED':1} | false",
                "{'SLSA_BUILD_LEVEL_2':2,'SLSA_BUILD_LEVEL_1':9223372036854775807,'SLSA_BUILD_LEVEL_0':9} | false",
            })
    void every_dependency_has_to_have_the_level(String counts, boolean accepted) throws Exception {
        String expected = EXPECTED.replace("'maxAge'", "'dependencyLevel':'SLSA_BUILD_LEVEL_2','maxAge'");
        Evidence summary =
                says("verifier", summary("'dependencyLevels':null", "'dependencyLevels':" + counts), digest(AMD));
        assertThat(answers(rule(expected), single(summary))).containsExactly(accepted);
        holds(rule(EXPECTED), single(summary));
    }

    @Test
    void a_key_signs_for_a_verifier_when_its_fingerprint_is_named() throws Exception {
        Evidence.Accepted keyed = KeySigned.says(notary, PredicateType.VSA, summary("PASSED", "PASSED"), digest(AMD));
        String fingerprint = keyed.verified().keyFingerprint();
        String signer = "'identity':'verifier@local.attest.invalid','issuer':'https://local.attest.invalid'";
        holds(rule(EXPECTED.replace(signer, "'key':'" + fingerprint + "'")), single(keyed));
        String other = "sha256:" + "0".repeat(64);
        fails(rule(EXPECTED.replace(signer, "'key':'" + other + "'")), single(keyed), "does not sign for");
        fails(rule(EXPECTED), single(keyed), "does not sign for");
        fails(rule(EXPECTED.replace(signer, "'key':'" + fingerprint + "'")), single(passes(digest(AMD))), "does not");
    }
}
