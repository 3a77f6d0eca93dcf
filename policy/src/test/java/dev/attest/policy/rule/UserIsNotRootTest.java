package dev.attest.policy.rule;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.attest.intoto.PredicateType;
import dev.attest.oci.PlatformImage;
import dev.attest.policy.Case;
import dev.attest.policy.Evidence;
import dev.attest.policy.Judged;
import dev.attest.policy.Rule;
import dev.attest.sbom.facts.FactKind;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UserIsNotRootTest extends RuleTest {
    private static final Rule RULE = new UserIsNotRoot();
    private static final ObjectNode NOT_ROOT = Judged.facts(Judged.absent(FactKind.ROOT_USER));
    private static final ObjectNode ROOT = Judged.facts(Judged.present(FactKind.ROOT_USER, ""));

    /** An image that runs as this user, and what is attested of it. */
    private static Case runningAs(String user, ObjectNode... facts) throws Exception {
        PlatformImage image = Judged.platform("amd64", user);
        var evidence = new java.util.ArrayList<Evidence>();
        for (ObjectNode one : facts) {
            evidence.add(notary.says(PredicateType.FACTS, one, digest(image)));
        }
        return Judged.single(image, evidence.toArray(Evidence[]::new));
    }

    @ParameterizedTest
    @ValueSource(strings = {"65532", "1", "65532:0", "nonroot", "nonroot:nonroot", "2147483647"})
    void a_user_that_the_accounts_bear_out_holds(String user) throws Exception {
        holds(RULE, runningAs(user, NOT_ROOT));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "root", "0:0", "root:root", "0:65532"})
    void root_fails_whatever_is_attested(String user) throws Exception {
        fails(RULE, runningAs(user, NOT_ROOT), "the image runs as " + user);
    }

    @Test
    void no_user_is_root() throws Exception {
        fails(RULE, runningAs("", NOT_ROOT), "sets no user and so runs as root");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "00",
                "+0",
                "-1",
                "0x0",
                "4294967296",
                "2147483648",
                " ",
                " 65532",
                "65532 ",
                ":",
                "a:b:c",
                "1:",
                "65532:-1"
            })
    void what_some_runtime_may_take_for_root_fails_whatever_is_attested(String user) throws Exception {
        fails(RULE, runningAs(user, NOT_ROOT), "the image's user is not one");
    }

    @ParameterizedTest
    @CsvSource({"nonroot", "65532"})
    void a_user_that_the_accounts_do_not_bear_out_fails(String user) throws Exception {
        fails(RULE, runningAs(user), "do not bear out");
        fails(RULE, runningAs(user, ROOT), "do not bear out");
        fails(RULE, runningAs(user, Judged.facts(Judged.absent(FactKind.SHELL))), "do not bear out");
        fails(RULE, runningAs(user, Judged.parse("{'attributes':'none'}")), "do not bear out");
    }

    @Test
    void facts_that_say_both_are_none() throws Exception {
        ObjectNode both =
                Judged.parse("{'attributes':[{'attribute':'RUNS_AS_ROOT'},{'attribute':'RUNS_AS_NON_ROOT'}]}");
        fails(RULE, runningAs("nonroot", both), "do not bear out");
    }

    @Test
    void every_platform_is_asked_for_itself() throws Exception {
        PlatformImage root = Judged.platform("arm64", "0");
        Evidence facts = notary.says(PredicateType.FACTS, NOT_ROOT, digest(AMD), digest(root));
        assertThat(answers(RULE, Judged.index(AMD, root, facts))).containsExactly(true, false);
        assertThat(answers(RULE, Judged.only(Judged.index(AMD, root, facts), AMD)))
                .isEqualTo(List.of(true));
        Evidence ofAmd = notary.says(PredicateType.FACTS, NOT_ROOT, digest(AMD));
        assertThat(answers(RULE, index(ofAmd))).containsExactly(true, false);
    }
}
