package dev.attest.policy.rule;

import static dev.attest.intoto.PredicateType.COVERAGE;
import static dev.attest.intoto.PredicateType.FACTS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attest.policy.Evidence;
import dev.attest.policy.Judged;
import dev.attest.policy.Rule;
import java.math.BigDecimal;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CoverageIsEnoughTest extends ReportRuleTest {
    private static final Rule RULE = rule("0.8", "");
    private static final String ENOUGH = lines("0.8", 8, 10);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'line':0.8,'lineCovered':8,'lineTotal':10 | holds",
                "'line':1,'lineCovered':1,'lineTotal':1 | holds",
                "'statement':0.8,'statementCovered':8,'statementTotal':10 | holds",
                "'line':0.7999,'lineCovered':79999,'lineTotal':100000 | 79999 of 100000 lines, which is 0.7999 and less",
                "'line':0.9,'lineCovered':9,'lineTotal':10,'statement':0.7,'statementCovered':7,'statementTotal':10"
                        + " | 7 of 10 statements",
                "'line':0.7,'lineCovered':7,'lineTotal':10,'statement':0.9,'statementCovered':9,'statementTotal':10"
                        + " | 7 of 10 lines",
                "'line':0.8,'lineCovered':1,'lineTotal':10 | cannot be read",
                "'line':0.9 | cannot be read",
                "'line':1.2,'lineCovered':12,'lineTotal':10 | cannot be read",
                "'branch':1,'branchCovered':1,'branchTotal':1 | cannot be read",
            })
    void the_numbers_decide(String conditions, String answer) throws Exception {
        var subject = single(about(COVERAGE, attributes(conditions)));
        if (answer.equals("holds")) {
            holds(RULE, subject);
        } else {
            fails(RULE, subject, answer);
        }
    }

    @Test
    void branches_are_judged_where_they_are_asked_for() throws Exception {
        Rule branches = rule("0.8", "0.5");
        String half = ",'branch':0.5,'branchCovered':1,'branchTotal':2";
        String third = ",'branch':0.3333,'branchCovered':1,'branchTotal':3";
        String line = "'line':0.8,'lineCovered':8,'lineTotal':10";
        holds(branches, single(about(COVERAGE, attributes(line + half))));
        fails(branches, single(about(COVERAGE, attributes(line + third))), "1 of 3 branches, which is 0.3333");
        fails(branches, single(about(COVERAGE, ENOUGH)), "says nothing of branches");
        holds(RULE, single(about(COVERAGE, attributes(line + third))));
    }

    @Test
    void no_coverage_or_that_of_another_image_or_facts_fail() throws Exception {
        fails(RULE, single(), "no accepted test coverage");
        fails(RULE, single(notary.says(COVERAGE, Judged.parse(ENOUGH), OTHER)), "no accepted test coverage");
        String mixed = ENOUGH.replace("]}", ",{'attribute':'NO_SHELL'}]}");
        fails(RULE, single(about(FACTS, mixed)), "no accepted test coverage");
        assertThat(answers(RULE, index(about(COVERAGE, ENOUGH)))).containsExactly(true, false);
    }

    @Test
    void the_newest_counts() throws Exception {
        Evidence enough = about(COVERAGE, ENOUGH);
        notary.later();
        Evidence less = about(COVERAGE, lines("0.5", 5, 10));
        fails(RULE, single(enough, less), "5 of 10 lines");
        notary.later();
        holds(RULE, single(less, about(COVERAGE, ENOUGH)));
        fails(
                RULE,
                single(enough, about(COVERAGE, "{'attributes':[{'attribute':'TEST_COVERAGE'}]}")),
                "cannot be read");
    }

    @Test
    void the_newest_of_the_platform_and_of_the_index_counts() throws Exception {
        Evidence enough = about(COVERAGE, ENOUGH);
        notary.later();
        Evidence less = notary.says(COVERAGE, Judged.parse(lines("0.5", 5, 10)), INDEX);
        assertThat(answers(RULE, index(enough, less))).containsExactly(false, false);
        notary.later();
        assertThat(answers(RULE, index(less, about(COVERAGE, ENOUGH)))).containsExactly(true, false);
    }

    @Test
    void coverage_of_another_commit_is_none_of_this_image() throws Exception {
        holds(RULE, single(about(COVERAGE, ENOUGH, COMMIT), built()));
        fails(RULE, single(about(COVERAGE, ENOUGH, OTHER_COMMIT), built()), "does not belong to this image");
        fails(RULE, single(about(COVERAGE, ENOUGH), built()), "names no commit");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-0.1", "1.1", "80"})
    void a_minimum_is_a_ratio(String minimum) {
        assertThatThrownBy(() -> rule(minimum, "")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> rule("0.8", minimum)).isInstanceOf(IllegalArgumentException.class);
    }

    private static Rule rule(String minimum, String branches) {
        return new CoverageIsEnough(
                new BigDecimal(minimum), branches.isEmpty() ? Optional.empty() : Optional.of(new BigDecimal(branches)));
    }

    private static String lines(String ratio, int covered, int total) {
        return attributes("'line':" + ratio + ",'lineCovered':" + covered + ",'lineTotal':" + total);
    }

    private static String attributes(String conditions) {
        return "{'attributes':[{'attribute':'TEST_COVERAGE','conditions':{" + conditions + "}}]}";
    }
}
