package dev.attest.policy.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attest.oci.Digest;
import dev.attest.policy.Profile;
import dev.attest.policy.Rule;
import dev.attest.policy.rule.BuilderIsKnown;
import dev.attest.policy.rule.CoverageIsEnough;
import dev.attest.policy.rule.LockFilesAreInStep;
import dev.attest.policy.rule.SlsaFour;
import dev.attest.policy.rule.TestsPassed;
import dev.attest.provenance.level.BuilderTable;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyFileTest {
    static final String HEAD = "policy: https://attest.dev/policy/v1\nname: example\n";

    private static Profile read(String text) throws MalformedPolicyException {
        return PolicyFile.read(text.getBytes(UTF_8), "policy:example.yaml", Instant.EPOCH);
    }

    private static List<String> ids(Profile policy) {
        return policy.rules().stream().map(Rule::id).toList();
    }

    @Test
    void a_policy_begins_from_a_profile_and_is_known_by_its_bytes() throws Exception {
        String text = HEAD + "extends: prod\n";
        Profile policy = read(text);
        assertThat(policy.id()).isEqualTo("example");
        assertThat(policy.rules()).isEqualTo(Profile.PROD.rules());
        assertThat(policy.asksForEvidence()).isTrue();
        assertThat(policy.source().digest()).isEqualTo(Digest.sha256(text.getBytes(UTF_8)));
        assertThat(policy.source().uri()).isEqualTo("policy:example.yaml");
        assertThat(read(HEAD + "extends: dev\n").asksForEvidence()).isFalse();
    }

    @Test
    void sections_ask_for_more() throws Exception {
        String builders =
                """
                builders:
                  builders:
                    - issuer: https://token.actions.githubusercontent.com
                      signer: https://github.com/example/builder/.github/workflows/build.yml@refs/tags/v*
                      builder: https://github.com/example/builder/.github/workflows/build.yml@refs/tags/v*
                      level: 3
                build: {level: 2}
                """;
        Profile policy = read(HEAD + "extends: prod\n" + builders);
        assertThat(ids(policy))
                .contains("build-level")
                .hasSize(Profile.PROD.rules().size() + 1);
        BuilderIsKnown known = (BuilderIsKnown) policy.rules().stream()
                .filter(BuilderIsKnown.class::isInstance)
                .findFirst()
                .orElseThrow();
        assertThat(known.table()).isNotEqualTo(BuilderTable.BUILT_IN);
        assertThat(known.table().entries()).hasSize(1);

        String source =
                """
                expect:
                  source: {repository: "https://github.com/example/app", repositoryId: "123", refs: [refs/heads/main]}
                sources:
                  level: 3
                  verifiers:
                    - {issuer: "https://i.example", signer: "https://s.example/*", verifier: "https://v.example", level: 4}
                """;
        Profile four = read(HEAD + "extends: slsa-4\n" + source);
        assertThat(ids(four)).contains("slsa-4", "provenance-expected", "source-level");
        SlsaFour rule = (SlsaFour) four.rules().stream()
                .filter(SlsaFour.class::isInstance)
                .findFirst()
                .orElseThrow();
        assertThat(rule.trusted()).hasSize(1);
        assertThat(ids(read(HEAD + "extends: prod\n" + "expect: [{workflow: a}, {workflow: b}]\n")))
                .contains("provenance-expected");

        assertThat(ids(read(HEAD + "extends: slsa-4\n" + source.replace("  level: 3\n", ""))))
                .contains("provenance-expected")
                .doesNotContain("source-level");
        for (String base : List.of("signed", "dev")) {
            Profile own = read(HEAD + "extends: " + base + "\n" + builders.replace("build: {level: 2}\n", ""));
            assertThat(own.rules()).contains(new BuilderIsKnown(known.table()));
            assertThat(own.asksForEvidence()).isTrue();
        }
        assertThat(read(HEAD + "extends: signed\nlockFiles: not-refuted\ntests: passed\n")
                        .rules())
                .contains(new LockFilesAreInStep(true), new TestsPassed(false));

        String reports = "tests: warned\ncoverage: {line: 0.8, branch: 0.6}\nlockFiles: in-step\n";
        assertThat(read(HEAD + "extends: signed\n" + reports).rules().subList(1, 4))
                .containsExactly(
                        new TestsPassed(true),
                        new CoverageIsEnough(new BigDecimal("0.8"), Optional.of(new BigDecimal("0.6"))),
                        new LockFilesAreInStep(false));

        String vsa =
                """
                vsa:
                  verifier: {id: "https://gate.example.com", identity: gate@example.com, issuer: "https://i.example"}
                  levels: [SLSA_BUILD_LEVEL_2]
                  maxAge: P7D
                """;
        assertThat(ids(read(HEAD + "extends: signed\n" + vsa))).containsExactly("signature", "vsa");
        assertThat(read(HEAD + "extends: dev\n" + vsa).asksForEvidence()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "workflow: .github/workflows/release.yml",
                "events: [push]",
                "buildTypes: [https://b.example]",
                "inputs: {inputs.channel: stable}",
                "signer: https://github.com/o/r/.github/workflows/sign.yml",
                "signerDigest: bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",
                "environment: production",
                "runner: hosted",
                "source: {ownerId: '7'}",
            })
    void each_expectation_alone_is_one(String expectation) throws Exception {
        assertThat(ids(read(HEAD + "extends: signed\nexpect: {" + expectation + "}\n")))
                .containsExactly("signature", "provenance-expected");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "name: x#extends: prod | policy.policy: expected a text",
                "policy: https://attest.dev/policy/v2#name: x#extends: prod | policy.policy: expected https://attest.dev/policy/v1",
                "policy: https://attest.dev/policy/v1#name: x | policy.extends: expected a text",
                "policy: https://attest.dev/policy/v1#extends: prod | policy.name: expected a text",
                "policy: https://attest.dev/policy/v1#name: x#extends: strict | policy.extends: expected one of signed, dev, prod, slsa-4",
                "policy: https://attest.dev/policy/v1#name: x#extends: prod#buildres: {a: 1} | policy: there is no buildres here",
                "policy: https://attest.dev/policy/v1#name: x#extends: prod#build: {level: 4} | policy.build.level: expected 1 to 3",
                "policy: https://attest.dev/policy/v1#name: x#extends: prod#build: {level: 0} | policy.build.level: expected 1 to 3",
                "policy: https://attest.dev/policy/v1#name: x#extends: prod#build: {levels: 3} | policy.build: there is no levels here",
                "policy: https://attest.dev/policy/v1#name: x#extends: prod#builders: {builtIn: false} | at least one builder",
                "policy: https://attest.dev/policy/v1#name: x#extends: prod#expect: {} | policy.expect: is empty",
                "policy: https://attest.dev/policy/v1#name: x#extends: prod#expect: [] | policy.expect: is empty",
                "policy: https://attest.dev/policy/v1#name: x#extends: prod#expect: {refs: [a]} | there is no refs here",
                "policy: https://attest.dev/policy/v1#name: x#extends: prod#sources: {level: 5} | policy.sources.level: expected 1 to 4",
                "policy: https://attest.dev/policy/v1#name: x#extends: prod#sources: {verifiers: [{level: 1}]} | policy.sources.verifiers[0]",
                "policy: https://attest.dev/policy/v1#name: x#extends: prod#tests: true | policy.tests: expected",
                "policy: https://attest.dev/policy/v1#name: x#extends: prod#tests: failed | policy.tests: expected passed or warned",
                "policy: https://attest.dev/policy/v1#name: x#extends: prod#coverage: {line: 80} | policy.coverage.line: expected a share such as 0.8",
                "policy: https://attest.dev/policy/v1#name: x#extends: prod#coverage: {line: 0} | policy.coverage.line: expected a share such as 0.8",
                "policy: https://attest.dev/policy/v1#name: x#extends: prod#coverage: {branch: 0.5} | policy.coverage.line: expected a share such as 0.8",
                "policy: https://attest.dev/policy/v1#name: x#extends: prod#lockFiles: yes | policy.lockFiles: expected",
                "policy: https://attest.dev/policy/v1#name: x#extends: prod#vsa: {maxAge: P7D} | policy.vsa.verifier: expected",
                "policy: https://attest.dev/policy/v1#name: x#extends: prod#build: ~ | policy.build: null, which asks for nothing",
                "policy: https://attest.dev/policy/v1#name: x#extends: prod#expect: null | policy.expect: null",
                "policy: https://attest.dev/policy/v1#name: x#extends: prod#build: | policy.build: is empty",
                "policy: https://attest.dev/policy/v1#name: x#extends: prod#builders: null | policy.builders: null",
                "policy: https://attest.dev/policy/v1#name: x#extends: prod#build: {level: ~} | policy.build.level: null",
                "policy: https://attest.dev/policy/v1#name: x#extends: prod#expect: [{workflow: a}, ~] | policy.expect[1]: null",
                "policy: https://attest.dev/policy/v1#name: x#extends: prod#expect: {workflow: a, source: {refs: }} | policy.expect.source.refs: is empty",
                "policy: https://attest.dev/policy/v1#name: x#extends: prod#expect: {workflow: a, source: {refs: []}} | policy.expect.source.refs: is empty, which asks for nothing",
                "policy: https://attest.dev/policy/v1#name: x#extends: prod#expect: {workflow: a, source: {}} | policy.expect.source: is empty",
                "policy: https://attest.dev/policy/v1#name: x#extends: prod#expect: {workflow: a, events: []} | policy.expect.events: is empty",
                "policy: https://attest.dev/policy/v1#name: x#extends: prod#sources: {} | policy.sources: is empty",
                "policy: https://attest.dev/policy/v1#name: x#extends: slsa-4#sources: {level: 2, verifiers: []} | policy.sources.verifiers: is empty",
                "policy: https://attest.dev/policy/v1#name: x#extends: prod#sources: {verifiers: [{issuer: \"https://i.example\", signer: \"https://s.example/*\", verifier: \"https://v.example\", level: 4}]} | policy.sources.level: expected 1 to 4",
                "policy: https://attest.dev/policy/v1#name: x#extends: prod#expect: {runner: any} | policy.expect: nothing is expected",
                "policy: https://attest.dev/policy/v1#name: x#extends: prod#expect: {runner: any, movingSigner: true, signedBy: platform} | policy.expect: nothing is expected",
                "policy: https://attest.dev/policy/v1#name: x#extends: prod#expect: [{workflow: a}, {runner: any}] | policy.expect[1]: nothing is expected",
            })
    void what_is_no_policy_is_refused(String text, String message) {
        assertThatThrownBy(() -> read(text.replace('#', '\n')))
                .isInstanceOf(MalformedPolicyException.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"prod", "PROD", "slsa 4", "slsa_4", "Slsa--4", "signed.", " dev", "-dev"})
    void the_name_of_a_built_in_profile_is_no_name_of_a_file(String name) {
        assertThatThrownBy(() -> read(HEAD.replace("example", '"' + name + '"') + "extends: signed\n"))
                .isInstanceOf(MalformedPolicyException.class)
                .hasMessage("policy.name: expected another name than a built-in profile's");
    }

    @Test
    void only_an_input_may_be_an_empty_text() throws Exception {
        assertThat(ids(read(HEAD + "extends: prod\nexpect: {inputs: {inputs.tag: ''}}\n")))
                .contains("provenance-expected");
    }

    @Test
    void a_name_is_short_and_plain() throws Exception {
        String longest = "Payments 2.0_eu-" + "x".repeat(84);
        assertThat(read(HEAD.replace("example", longest) + "extends: signed\n").id())
                .isEqualTo(longest);
        for (String name : List.of(longest + "x", "prod\\n", "pr\u03bfd", "a/b")) {
            assertThatThrownBy(() -> read(HEAD.replace("example", '"' + name + '"') + "extends: signed\n"))
                    .isInstanceOf(MalformedPolicyException.class)
                    .hasMessage("policy.name: expected 1 to 100 letters, digits, spaces and . _ -");
        }
    }
}
