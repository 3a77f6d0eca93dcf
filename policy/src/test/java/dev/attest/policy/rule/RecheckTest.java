package dev.attest.policy.rule;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.attest.intoto.PredicateType;
import dev.attest.oci.Digest;
import dev.attest.policy.Case;
import dev.attest.policy.Derived;
import dev.attest.policy.Evidence;
import dev.attest.policy.Finding;
import dev.attest.policy.Judged;
import dev.attest.policy.Rule;
import dev.attest.sbom.facts.Fact;
import dev.attest.sbom.facts.FactKind;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RecheckTest extends RuleTest {
    private static final Rule SBOM = new SbomIsRechecked();
    private static final Rule FACTS = new FactsAreRechecked();
    private static final ObjectNode NO_SHELL = Judged.facts(Judged.absent(FactKind.SHELL));

    private static ObjectNode made(String by, String... purls) throws Exception {
        var text = new StringBuilder(
                "{'metadata':{'tools':{'components':[{'name':'" + by + "','version':'1'}]}}," + "'components':[");
        for (String purl : purls) {
            text.append(text.charAt(text.length() - 1) == '[' ? "" : ",")
                    .append("{'name':'x','purl':'")
                    .append(purl)
                    .append("'}");
        }
        return Judged.parse(text + "]}");
    }

    private Finding judge(Rule rule, PredicateType type, ObjectNode signed, Derived derived) throws Exception {
        Evidence evidence = notary.says(type, signed, digest(AMD));
        Case subject = Judged.single(AMD, evidence).withDerived(Map.of(digest(AMD), derived));
        return rule.judge(subject).get(0);
    }

    private Finding sbom(ObjectNode signed, ObjectNode derived) throws Exception {
        return judge(SBOM, PredicateType.CYCLONEDX, signed, new Derived(derived, NO_SHELL));
    }

    private Finding facts(ObjectNode signed, ObjectNode derived) throws Exception {
        return judge(FACTS, PredicateType.FACTS, signed, new Derived(Judged.empty(), derived));
    }

    @Test
    void the_same_document_holds() throws Exception {
        Finding same = sbom(made("attest", "pkg:npm/a@1"), made("attest", "pkg:npm/a@1"));
        assertThat(same.holds()).isTrue();
        assertThat(same.message()).contains("attest 1", "to the last byte");
    }

    @Test
    void another_program_has_to_list_the_same_packages() throws Exception {
        Finding same = sbom(made("syft", "pkg:deb/debian/a@1%3A2?distro=x"), made("attest", "pkg:deb/debian/a@1:2"));
        assertThat(same.holds()).isTrue();
        assertThat(same.message()).contains("syft 1");
        Finding lacking = sbom(made("syft", "pkg:npm/a@1"), made("attest", "pkg:npm/a@1", "pkg:npm/b@2"));
        assertThat(lacking.holds()).isFalse();
        assertThat(lacking.message()).contains("it lacks 1 package (npm/b@2), which the layers hold");
        Finding inventing = sbom(made("", "pkg:npm/a@1", "pkg:npm/c@3"), made("attest", "pkg:npm/a@1"));
        assertThat(inventing.holds()).isFalse();
        assertThat(inventing.message()).contains("it lists 1 package (npm/c@3), which the layers do not hold");
    }

    @Test
    void package_that_is_called_of_another_version_than_its_purl_is_not_that_of_the_layers() throws Exception {
        ObjectNode older = Judged.parse("{'components':[{'name':'a','version':'v1','purl':'pkg:golang/a@v1'},"
                + "{'name':'b','version':'0:2','purl':'pkg:rpm/x/b@2'}]}");
        ObjectNode ours = made("attest", "pkg:golang/a@v1", "pkg:rpm/x/b@2");
        assertThat(sbom(older, ours).holds()).isTrue();
        Finding belied = sbom(
                Judged.parse("{'components':[{'name':'a','version':'99','purl':'pkg:npm/a@1'}]}"),
                made("attest", "pkg:npm/a@1"));
        assertThat(belied.holds()).isFalse();
        assertThat(belied.message()).contains("it lists 1 package (npm/a@1 as version 99)");
    }

    @Test
    void the_same_version_has_to_make_the_same_document() throws Exception {
        Finding other = sbom(made("attest", "pkg:npm/a@1", "pkg:npm/a@1"), made("attest", "pkg:npm/a@1"));
        assertThat(other.holds()).isFalse();
        assertThat(other.message()).contains("another document");
    }

    @Test
    void many_packages_are_counted() throws Exception {
        Finding many = sbom(
                made("x"),
                made("attest", "pkg:npm/a", "pkg:npm/b", "pkg:npm/c", "pkg:npm/d", "pkg:npm/e", "pkg:npm/f"));
        assertThat(many.message()).contains("6 packages (npm/a, npm/b, npm/c, npm/d, npm/e and 1 more)");
    }

    @Test
    void nothing_signed_or_nothing_read_fails() throws Exception {
        Case unsigned = Judged.single(AMD).withDerived(Map.of(digest(AMD), new Derived(made("attest"), NO_SHELL)));
        Case unread = Judged.single(
                AMD,
                notary.says(PredicateType.CYCLONEDX, made("attest"), digest(AMD)),
                notary.says(PredicateType.FACTS, NO_SHELL, digest(AMD)));
        for (Rule rule : java.util.List.of(SBOM, FACTS)) {
            assertThat(rule.judge(unsigned).get(0).message()).contains("no accepted");
            assertThat(rule.judge(unread).get(0).message()).contains("were not read");
            assertThat(rule.judge(unread).get(0).holds()).isFalse();
        }
    }

    @Test
    void facts_are_compared_where_the_signer_looked() throws Exception {
        ObjectNode shell = Judged.facts(Judged.present(FactKind.SHELL, "bin/sh"));
        assertThat(facts(NO_SHELL, NO_SHELL).holds()).isTrue();
        Finding concealed = facts(NO_SHELL, shell);
        assertThat(concealed.holds()).isFalse();
        assertThat(concealed.message()).contains("they lack HAS_SHELL bin/sh", "they say NO_SHELL");
        ObjectNode more = Judged.facts(Judged.absent(FactKind.SHELL), Judged.present(FactKind.EDITOR, "bin/vi"));
        assertThat(facts(older(NO_SHELL), more).holds()).isTrue();
        assertThat(facts(more, NO_SHELL).holds()).isFalse();
        assertThat(facts(Judged.facts(), shell).holds()).isFalse();
        assertThat(facts(Judged.parse("{'attributes':{}}"), shell).message()).contains("cannot be read");
    }

    private static ObjectNode older(ObjectNode facts) {
        ObjectNode older = facts.deepCopy();
        older.withObject("producer").put("name", "attest 0.9");
        return older;
    }

    @Test
    void facts_of_the_same_version_conceal_no_kind_and_change_no_condition() throws Exception {
        ObjectNode all = Judged.facts(Judged.absent(FactKind.SHELL), Judged.present(FactKind.SECRET, "app/key"));
        Finding silent = facts(NO_SHELL, all);
        assertThat(silent.holds()).isFalse();
        assertThat(silent.message()).contains("attest 1.0", "finds others");
        ObjectNode belittled = all.deepCopy();
        belittled.path("attributes").forEach(attribute -> ((ObjectNode) attribute).putObject("conditions"));
        assertThat(facts(belittled, all).holds()).isFalse();
        assertThat(facts(older(belittled), all).holds()).isTrue();
    }

    @Test
    void what_was_said_of_other_images_is_not_compared() throws Exception {
        ObjectNode beside = Judged.facts(Judged.absent(FactKind.SHELL), Judged.absent(FactKind.BASE_IMAGE));
        assertThat(facts(beside, NO_SHELL).holds()).isTrue();
    }

    @Test
    void only_concealed_only_invented_and_many_facts_are_told_apart() throws Exception {
        ObjectNode one = Judged.facts(Judged.present(FactKind.SHELL, "bin/sh"));
        ObjectNode two =
                Judged.facts(Judged.present(FactKind.SHELL, "bin/sh"), Judged.present(FactKind.SHELL, "bin/ash"));
        assertThat(facts(one, two).message())
                .contains("they lack HAS_SHELL bin/ash")
                .doesNotContain("they say");
        assertThat(facts(two, one).message())
                .contains("they say HAS_SHELL bin/ash")
                .doesNotContain("they lack");
        Fact[] shells = new Fact[7];
        for (int i = 0; i < shells.length; i++) {
            shells[i] = Judged.present(FactKind.SHELL, "bin/sh" + i);
        }
        assertThat(facts(Judged.facts(shells), NO_SHELL).message()).contains("bin/sh4 and 2 more, which");
    }

    @Test
    void layers_are_facts_that_have_to_be_the_same() throws Exception {
        ObjectNode low = Judged.facts(layer("0000", "a"));
        assertThat(facts(low, low).holds()).isTrue();
        assertThat(facts(low, Judged.facts(layer("0000", "b"))).holds()).isFalse();
        assertThat(facts(low, Judged.facts(layer("0000", "a"), layer("0001", "b")))
                        .holds())
                .isFalse();
    }

    private static Fact layer(String index, String digit) {
        var diffId = new Digest(Digest.Algorithm.SHA256, digit.repeat(64));
        return new Fact(FactKind.LAYER, true, "", Map.of("index", index), Optional.of(diffId));
    }

    @Test
    void what_the_layers_show_outranks_what_is_attested() throws Exception {
        Evidence attested = notary.says(PredicateType.FACTS, NO_SHELL, digest(AMD));
        ObjectNode shell = Judged.facts(Judged.present(FactKind.SHELL, "bin/sh"));
        Case subject =
                Judged.single(AMD, attested).withDerived(Map.of(digest(AMD), new Derived(Judged.empty(), shell)));
        assertThat(new FactIsAbsent("no-shell", FactKind.SHELL, "a shell")
                        .judge(subject)
                        .get(0)
                        .message())
                .contains("the image holds a shell: bin/sh");
    }
}
