package dev.attest.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attest.intoto.PredicateType;
import dev.attest.oci.Digest;
import dev.attest.oci.PlatformImage;
import dev.attest.sbom.facts.FactKind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProfileTest {
    private static final PlatformImage AMD = Judged.platform("amd64", "65532");
    private static final PlatformImage ARM = Judged.platform("arm64", "65532");

    @Test
    void an_index_with_all_evidence_is_accepted_and_without_any_piece_refused(@TempDir Path folder) throws Exception {
        try (var notary = new Notary(folder.resolve("sigstore"))) {
            Case index = Judged.index(AMD, ARM);
            Digest[] all = index.subjects().toArray(Digest[]::new);
            var evidence = new ArrayList<Evidence.Accepted>();
            evidence.add(notary.says(PredicateType.SIGNATURE, Judged.empty(), all));
            evidence.add(notary.says(PredicateType.PROVENANCE, Judged.localProvenance(), all));
            for (PlatformImage platform : List.of(AMD, ARM)) {
                Digest digest = platform.manifest().digest();
                evidence.add(notary.says(PredicateType.CYCLONEDX, Judged.sbom("a"), digest));
                evidence.add(notary.says(PredicateType.FACTS, goodFacts(), digest));
            }
            evidence.add(notary.says(PredicateType.REFERENCE, Judged.list(evidence, all), all));

            Verdict whole = Profile.PROD.judge(index.with(List.copyOf(evidence)));
            assertThat(whole).isInstanceOf(Verdict.Accepted.class);
            assertThat(whole.findings().stream().map(Finding::rule).distinct())
                    .containsExactlyElementsOf(
                            Profile.PROD.rules().stream().map(Rule::id).toList());
            for (Evidence.Accepted withheld : evidence) {
                List<Evidence> rest = Stream.concat(evidence.stream(), Stream.<Evidence>empty())
                        .filter(one -> one != withheld)
                        .toList();
                assertThat(Profile.PROD.judge(index.with(rest)))
                        .as(withheld.predicateType())
                        .isInstanceOf(Verdict.Refused.class);
            }
            assertThat(Profile.SIGNED.judge(index.with(List.of(evidence.get(0)))))
                    .isInstanceOf(Verdict.Accepted.class);
            assertThat(Profile.SIGNED.judge(index.with(List.copyOf(evidence.subList(1, evidence.size())))))
                    .isInstanceOf(Verdict.Refused.class);
        }
    }

    private static com.fasterxml.jackson.databind.node.ObjectNode goodFacts() {
        return Judged.facts(
                Judged.absent(FactKind.SHELL),
                Judged.absent(FactKind.PACKAGE_MANAGER),
                Judged.absent(FactKind.SECRET),
                Judged.absent(FactKind.SECRET_IN_CONFIG),
                Judged.absent(FactKind.DEBUG_SWITCH),
                Judged.absent(FactKind.ROOT_USER));
    }

    @Test
    void without_evidence_prod_and_signed_refuse_by_name_and_dev_accepts() {
        Case bare = Judged.single(AMD);
        var prod = (Verdict.Refused) Profile.PROD.judge(bare);
        assertThat(prod.reasons().stream().map(Finding::rule))
                .containsExactly(
                        "signature",
                        "provenance",
                        "sbom",
                        "facts",
                        "nothing-withheld",
                        "provenance-fits-certificate",
                        "builder-known",
                        "sbom-not-empty",
                        "non-root",
                        "no-shell",
                        "no-package-manager",
                        "no-secret",
                        "no-secret-in-config",
                        "no-debug-switch");
        assertThat(((Verdict.Refused) Profile.SIGNED.judge(bare)).reasons()).hasSize(1);
        assertThat(Profile.DEV.judge(bare)).isInstanceOf(Verdict.Accepted.class);
    }

    @Test
    void only_dev_asks_for_no_evidence() {
        assertThat(Map.of("prod", true, "signed", true, "dev", false)).allSatisfy((id, asks) -> assertThat(
                        Profile.named(id).orElseThrow().asksForEvidence())
                .isEqualTo(asks));
        assertThat(Profile.named("production")).isEmpty();
        assertThat(Profile.named("")).isEmpty();
    }

    @Test
    void a_profile_without_rules_and_a_rule_without_words_are_faults() {
        assertThatThrownBy(() -> new Profile("open", true, List.of())).isInstanceOf(IllegalArgumentException.class);
        Rule silent = new Rule() {
            @Override
            public String id() {
                return "silent";
            }

            @Override
            public List<Finding> judge(Case subject) {
                return List.of();
            }
        };
        assertThatThrownBy(() -> new Profile("quiet", true, List.of(silent)).judge(Judged.single(AMD)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("silent");
    }
}
