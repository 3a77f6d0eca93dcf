package dev.attest.policy.rule;

import static dev.attest.intoto.PredicateType.PROVENANCE;
import static dev.attest.intoto.PredicateType.TEST_RESULT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.attest.policy.Case;
import dev.attest.policy.Evidence;
import dev.attest.policy.Judged;
import dev.attest.policy.KeySigned;
import dev.attest.policy.Rule;
import dev.attest.policy.Workflow;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TestsPassedTest extends ReportRuleTest {
    private static final Rule RULE = new TestsPassed(false);
    private static final String PASSED =
            "{'result':'PASSED','configuration':[{'name':'unit.xml'}],'passedTests':['p']}";
    private static final String WARNED =
            "{'result':'WARNED','configuration':[{'name':'unit.xml'}],'warnedTests':['w']}";
    private static final String FAILED = "{'result':'FAILED','configuration':[{'name':'unit.xml'}],"
            + "'failedTests':['a','b\\u0007','c','d','e','f','g']}";
    private static final String STAGE =
            "{'result':'PASSED','configuration':[{'uri':'https://ci.example.com/stage'}]," + "'passedTests':['s']}";

    @Test
    void tests_that_passed_hold() throws Exception {
        holds(RULE, single(about(TEST_RESULT, PASSED)));
        holds(RULE, single(about(TEST_RESULT, PASSED, COMMIT), built()));
        assertThat(answers(RULE, index(about(TEST_RESULT, PASSED)))).containsExactly(true, false);
    }

    @Test
    void tests_that_failed_are_named() throws Exception {
        fails(RULE, single(about(TEST_RESULT, FAILED)), ": a, b?, c, d, e and 2 more");
        fails(RULE, single(about(TEST_RESULT, "{'result':'FAILED'}")), "the tests failed, by ");
    }

    @Test
    void warnings_are_enough_where_they_are_accepted() throws Exception {
        Evidence warned = about(TEST_RESULT, WARNED);
        fails(RULE, single(warned), "passed with warnings");
        holds(new TestsPassed(true), single(warned));
        fails(new TestsPassed(true), single(about(TEST_RESULT, FAILED)), "the tests failed");
    }

    @Test
    void no_result_or_that_of_another_image_or_of_anybody_fails() throws Exception {
        fails(RULE, single(), "no accepted test result");
        fails(RULE, single(notary.says(TEST_RESULT, Judged.parse(PASSED), OTHER)), "no accepted test result");
        fails(RULE, single(notary.ofAnybody(about(TEST_RESULT, PASSED))), "no accepted test result");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PASSED | passed | true | true",
                "PASSED | skipped | false | false",
                "WARNED | warned | false | true",
                "WARNED | skipped | false | false",
            })
    void counts_alone_show_that_tests_ran(String result, String counted, boolean strict, boolean lenient)
            throws Exception {
        String counts =
                "{'passed':0,'warned':0,'failed':0,'skipped':0}".replace("'" + counted + "':0", "'" + counted + "':3");
        Case subject = single(
                about(TEST_RESULT, "{'result':'" + result + "','configuration':[],'attest_counts':" + counts + "}"));
        assertThat(answers(new TestsPassed(false), subject)).containsExactly(strict);
        assertThat(answers(new TestsPassed(true), subject)).containsExactly(lenient);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | cannot be read",
                "{'result':'PASSED','failedTests':['x']} | failed",
                "{'result':'pass'} | read",
                "{'result':'PASSED','configuration':[]} | no test passed",
                "{'result':'PASSED','warnedTests':[],'attest_counts':{'passed':0,'warned':0,'failed':0,'skipped':50}}"
                        + " | no test passed",
            })
    void what_is_no_pass_is_none(String predicate, String message) throws Exception {
        fails(RULE, single(about(TEST_RESULT, predicate)), message);
    }

    @Test
    void the_same_tests_run_again_replace_what_they_found() throws Exception {
        Evidence failed = about(TEST_RESULT, FAILED);
        Evidence malformed = about(TEST_RESULT, "{}");
        notary.later();
        Evidence passed = about(TEST_RESULT, PASSED);
        holds(RULE, single(failed, malformed, passed));
        notary.later();
        fails(RULE, single(passed, about(TEST_RESULT, FAILED)), "the tests failed");
        fails(RULE, single(passed, about(TEST_RESULT, "{}")), "cannot be read");
    }

    @Test
    void other_tests_and_other_signers_replace_nothing() throws Exception {
        Evidence failed = about(TEST_RESULT, FAILED);
        notary.later();
        Evidence stage = about(TEST_RESULT, STAGE);
        fails(RULE, single(failed, stage), "the tests failed");
        holds(RULE, single(about(TEST_RESULT, PASSED), stage));
        Evidence other = signed(
                notary.build("workflow", Workflow.CLAIMS), TEST_RESULT, Judged.parse(PASSED), List.of(digest(AMD)));
        fails(RULE, single(failed, other), "the tests failed");
    }

    @Test
    void a_result_of_another_commit_is_none_of_this_image() throws Exception {
        fails(RULE, single(about(TEST_RESULT, PASSED, OTHER_COMMIT), built()), "about the commit " + OTHER_COMMIT);
        fails(RULE, single(about(TEST_RESULT, PASSED, COMMIT, OTHER_COMMIT), built()), "about the commit " + COMMIT);
        fails(RULE, single(about(TEST_RESULT, PASSED), built()), "names no commit");
        fails(RULE, single(about(TEST_RESULT, PASSED, OTHER_COMMIT), claimed()), "about the commit " + OTHER_COMMIT);
        holds(RULE, single(about(TEST_RESULT, PASSED, COMMIT), claimed()));
        Evidence key = KeySigned.says(notary, PROVENANCE, Workflow.provenance(), digest(AMD));
        fails(RULE, single(about(TEST_RESULT, PASSED, OTHER_COMMIT), key), "was built from " + COMMIT);
    }

    @Test
    void without_a_commit_of_the_build_none_can_be_tested_and_an_unreadable_one_fails() throws Exception {
        Evidence local = notary.says(PROVENANCE, Judged.localProvenance(), digest(AMD));
        holds(RULE, single(about(TEST_RESULT, PASSED), local));
        fails(RULE, single(about(TEST_RESULT, PASSED, COMMIT), local), "no accepted provenance says from which commit");
        fails(RULE, single(about(TEST_RESULT, PASSED, COMMIT)), "no accepted provenance says from which commit");
        Evidence unreadable = notary.says(PROVENANCE, Judged.empty(), digest(AMD));
        fails(RULE, single(about(TEST_RESULT, PASSED, COMMIT), unreadable), "should name its commit cannot be read");
    }

    @Test
    void newer_provenance_that_is_silent_takes_no_commit_away() throws Exception {
        Evidence built = built();
        notary.later();
        Evidence silent = notary.says(PROVENANCE, Judged.localProvenance(), digest(AMD));
        fails(RULE, single(about(TEST_RESULT, PASSED, OTHER_COMMIT), built, silent), "was built from " + COMMIT);
        String other = Workflow.provenance().toString().replace(COMMIT, OTHER_COMMIT);
        Evidence said = notary.says(PROVENANCE, Judged.parse(other), digest(AMD));
        fails(RULE, single(about(TEST_RESULT, PASSED, OTHER_COMMIT), built, said), "was built from " + COMMIT);
        Evidence whole = notary.says(PROVENANCE, Workflow.provenance(), INDEX);
        assertThat(judge(RULE, index(about(TEST_RESULT, PASSED, OTHER_COMMIT), whole))
                        .get(0)
                        .message())
                .contains("was built from " + COMMIT);
    }

    @Test
    void only_the_first_commit_of_a_predicate_is_that_of_the_source() throws Exception {
        String more = Workflow.provenance()
                .toString()
                .replace("\"resolvedDependencies\":[", "\"resolvedDependencies\":[FIRST,")
                .replace(
                        "FIRST",
                        "{\"uri\":\"git+https://a.example/b\",\"digest\":{\"gitCommit\":\"" + OTHER_COMMIT + "\"}}");
        Evidence said = notary.says(PROVENANCE, Judged.parse(more), digest(AMD));
        holds(RULE, single(about(TEST_RESULT, PASSED, OTHER_COMMIT), said));
        fails(RULE, single(about(TEST_RESULT, PASSED, COMMIT), said), "was built from " + OTHER_COMMIT);
    }

    @Test
    void what_is_said_of_the_index_is_said_of_its_platforms() throws Exception {
        Evidence passed =
                signed(notary.developer(), TEST_RESULT, Judged.parse(PASSED), List.of(digest(AMD), digest(ARM)));
        holds(RULE, index(passed));
        notary.later();
        Evidence failed = notary.says(TEST_RESULT, Judged.parse(FAILED), INDEX);
        assertThat(answers(RULE, index(passed, failed))).containsExactly(false, false);
        notary.later();
        assertThat(answers(RULE, index(passed, failed, about(TEST_RESULT, PASSED))))
                .containsExactly(true, false);
    }

    @Test
    void of_many_commits_some_are_shown() throws Exception {
        String[] commits = {"1".repeat(40), "2".repeat(40), "3".repeat(40), "4".repeat(40)};
        fails(RULE, single(about(TEST_RESULT, PASSED, commits), built()), "3".repeat(40) + ", …, and the image");
    }
}
