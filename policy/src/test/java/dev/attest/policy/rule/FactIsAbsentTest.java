package dev.attest.policy.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attest.intoto.PredicateType;
import dev.attest.policy.Evidence;
import dev.attest.policy.Judged;
import dev.attest.policy.Rule;
import dev.attest.sbom.facts.Fact;
import dev.attest.sbom.facts.FactKind;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FactIsAbsentTest extends RuleTest {
    private static final Rule RULE = new FactIsAbsent("no-shell", FactKind.SHELL, "a shell");

    private static Evidence facts(Fact... facts) throws Exception {
        return notary.says(PredicateType.FACTS, Judged.facts(facts), digest(AMD));
    }

    @Test
    void what_was_looked_for_and_is_not_there_holds() throws Exception {
        holds(RULE, single(facts(Judged.absent(FactKind.SHELL))));
    }

    @Test
    void what_is_there_is_named() throws Exception {
        fails(RULE, single(facts(Judged.present(FactKind.SHELL, "bin/sh"))), "the image holds a shell: bin/sh");
        Fact[] many = IntStream.range(0, 8)
                .mapToObj(i -> Judged.present(FactKind.SHELL, "bin/sh" + i))
                .toArray(Fact[]::new);
        fails(RULE, single(facts(many)), "bin/sh0, bin/sh1, bin/sh2, bin/sh3, bin/sh4 and 3 more");
    }

    @Test
    void what_is_no_file_is_named_by_its_conditions() throws Exception {
        Rule rule = new FactIsAbsent("no-debug-switch", FactKind.DEBUG_SWITCH, "a debug switch");
        var conditions = Map.of("switch", "--inspect");
        var inspect = new Fact(FactKind.DEBUG_SWITCH, true, "", conditions, Optional.empty());
        fails(rule, single(facts(inspect)), "the image holds a debug switch: --inspect");
    }

    @Test
    void facts_that_say_nothing_of_it_are_no_answer() throws Exception {
        fails(RULE, single(facts(Judged.absent(FactKind.EDITOR))), "do not say whether there is a shell");
        fails(RULE, single(facts()), "do not say whether there is a shell");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{'attributes':{}}",
                "{'attributes':[{}]}",
                "{'attributes':[{'attribute':'HAS_SHELL'},{'attribute':'NO_SHELL'}]}",
                "{'attributes':[{'attribute':'NO_SHELL','evidence':{'digest':{'sha256':'x'}}}]}",
            })
    void facts_that_cannot_be_read_are_as_good_as_none(String predicate) throws Exception {
        fails(
                RULE,
                single(notary.says(PredicateType.FACTS, Judged.parse(predicate), digest(AMD))),
                "no accepted facts that can be read");
    }

    @Test
    void no_facts_or_those_of_another_image_fail() throws Exception {
        fails(RULE, single(), "no accepted facts");
        Evidence other = notary.says(PredicateType.FACTS, Judged.facts(Judged.absent(FactKind.SHELL)), OTHER);
        fails(RULE, single(other), "no accepted facts");
        assertThat(answers(RULE, index(facts(Judged.absent(FactKind.SHELL))))).containsExactly(true, false);
    }

    @Test
    void the_newest_facts_count_however_bad() throws Exception {
        Evidence good = facts(Judged.absent(FactKind.SHELL));
        notary.later();
        Evidence malformed = notary.says(PredicateType.FACTS, Judged.empty(), digest(AMD));
        fails(RULE, single(good, malformed), "no accepted facts");
        notary.later();
        Evidence shell = facts(Judged.present(FactKind.SHELL, "bin/sh"));
        fails(RULE, single(shell, good, malformed), "the image holds a shell");
        notary.later();
        holds(RULE, single(facts(Judged.absent(FactKind.SHELL), Judged.absent(FactKind.EDITOR)), shell, malformed));
    }
}
