package dev.attest.policy.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attest.json.JsonObject;
import dev.attest.json.MalformedJsonException;
import dev.attest.policy.Judged;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VsaExpectationTest {
    private static final String GOOD = "{'verifier':{'id':'https://v.example','identity':'a@b.example',"
            + "'issuer':'https://i.example'},'policy':{'uri':'https://p.example','digest':'sha512:" + "c".repeat(128)
            + "'},'resourceUri':'oci://r.example/app','levels':['SLSA_BUILD_LEVEL_2'],'maxAge':'PT12H'}";

    private static VsaExpectation read(String text) throws Exception {
        return VsaExpectation.read(JsonObject.of(Judged.parse(text), "rules[3].vsa"));
    }

    @Test
    void an_expectation_is_read() throws Exception {
        VsaExpectation expectation = read(GOOD);
        assertThat(expectation.maxAge()).isEqualTo(Duration.ofHours(12));
        assertThat(expectation.policyDigest()).containsEntry("sha512", "c".repeat(128));
        assertThat(expectation.verifier().signer().toString()).contains("a@b.example");
        assertThat(expectation.dependencyLevel()).isEmpty();
    }

    @Test
    void signers_are_identities_workflows_or_keys() throws Exception {
        String exact = "'identity':'a@b.example','issuer':'https://i.example'";
        read(GOOD.replace(exact, "'key':'sha256:" + "0".repeat(64) + "'"));
        VsaExpectation gate = read(GOOD.replace(
                exact, "'githubRepository':'o/gate','workflow':'.github/workflows/gate.yml','ref':'refs/heads/main'"));
        assertThat(gate.verifier().signer().toString()).contains("o/gate", "gate.yml", "refs/heads/main");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "'levels' | 'level' | rules[3].vsa: there is no level here; there are",
                "'uri' | 'url' | rules[3].vsa.policy: there is no url",
                "'identity' | 'identitee' | rules[3].vsa.verifier: there is no identitee",
                "'issuer':'https://i.example' | 'key':'sha256:0' | expected one signer",
                "'identity':'a@b.example','issuer':'https://i.example' | 'ref':'refs/heads/main' | expected one signer",
                "'issuer':'https://i.example' | 'issuer':'https://i.example','ref':'x' | go with githubRepository",
                "'identity':'a@b.example',| | rules[3].vsa.verifier.identity",
                "'identity':'a@b.example','issuer':'https://i.example' | 'key':'abc' | fingerprint",
                "'identity':'a@b.example','issuer':'https://i.example' | 'githubRepository':'o/r' | workflow",
                "'identity':'a@b.example','issuer':'https://i.example' | 'githubRepository':'o','workflow':'w' | owner",
                "https://v.example | no uri | is not a URI",
                "'sha512:cc | 'sha512:CC | rules[3].vsa.policy.digest",
                "['SLSA_BUILD_LEVEL_2'] | [] | at least one",
                "['SLSA_BUILD_LEVEL_2'] | 'SLSA_BUILD_LEVEL_2' | an array",
                "SLSA_BUILD_LEVEL_2 | SLSA_BUILD_LEVEL_4 | there is no SLSA_BUILD_LEVEL_4",
                "SLSA_BUILD_LEVEL_2 | FAILED | there is no FAILED",
                "PT12H | 12 hours | maxAge: expected a duration",
                "PT12H | P1Y | maxAge: expected a duration",
                "PT12H | PT0S | maxAge",
                "PT12H | -PT1H | maxAge",
                "PT12H | P4000D | maxAge",
                "'maxAge' | 'dependencyLevel':'BCID_L1','maxAge' | the level of a track",
                "'maxAge' | 'dependencyLevel':'SLSA_BUILD_LEVEL_7','maxAge' | there is no",
            })
    void anything_else_is_refused_with_its_place(String text, String instead, String why) {
        assertThat(GOOD).contains(text);
        assertThatThrownBy(() -> read(GOOD.replace(text, instead == null ? "" : instead)))
                .isInstanceOf(MalformedJsonException.class)
                .hasMessageContaining(why);
    }
}
