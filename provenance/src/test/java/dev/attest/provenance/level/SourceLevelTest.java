package dev.attest.provenance.level;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.attest.intoto.Statement;
import dev.attest.json.MalformedJsonException;
import dev.attest.json.StrictJson;
import dev.attest.provenance.Builds;
import dev.attest.provenance.SourceFacts;
import dev.attest.provenance.match.BuildClaims;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SourceLevelTest {
    private static final BuildClaims SIGNER = Builds.claims(Map.of(0, "https://v.example/w", 8, "https://i.example"));

    @ParameterizedTest
    @ValueSource(strings = {"sourceRefs", "source_refs"})
    void a_trusted_summary_gives_its_level_up_to_the_trust(String spelling) throws Exception {
        ObjectNode statement = statement(spelling);
        assertThat(level(statement, SIGNER, 4)).isEqualTo(4);
        assertThat(level(statement, SIGNER, 3)).isEqualTo(3);
        assertThat(level(statement, SIGNER, 0)).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "/subject/0/digest, gitCommit, dddddddddddddddddddddddddddddddddddddddd, about another commit",
        "/predicate, resourceUri, git+https://github.com/owner/other, about another repository",
        "/predicate, verificationResult, FAILED, policy was not met",
        "/predicate/verifier, id, https://other.example, no verifier of sources is trusted",
        "/predicate, verificationResult, 7, cannot be read",
    })
    void a_summary_with_one_thing_wrong_gives_nothing(String pointer, String name, String value, String why)
            throws Exception {
        ObjectNode statement = statement("sourceRefs");
        ((ObjectNode) statement.at(pointer)).put(name, value);
        SourceLevel level = of(statement, SIGNER, 4);
        assertThat(level.level()).isZero();
        assertThat(level.whyNotMore()).singleElement().asString().contains(why);
    }

    @Test
    void another_ref_no_refs_another_signer_and_no_summary_give_nothing() throws Exception {
        ObjectNode statement = statement("sourceRefs");
        ((ObjectNode) statement.at("/subject/0/annotations"))
                .putArray("sourceRefs")
                .add("refs/heads/topic")
                .add(7);
        assertThat(level(statement, SIGNER, 4)).isZero();
        ((ObjectNode) statement.at("/subject/0")).remove("annotations");
        assertThat(level(statement, SIGNER, 4)).isZero();
        BuildClaims other = Builds.claims(Map.of(0, "https://m.example", 8, "https://i.example"));
        assertThat(level(statement("sourceRefs"), other, 4)).isZero();
        assertThat(SourceLevel.of(source(), List.of(), List.of()).whyNotMore())
                .containsExactly("there is no summary of the source");
    }

    @ParameterizedTest
    @CsvSource({
        "2026-01-01, 2026-01-02, 0",
        "2026-01-01, 2026-01-01, 0",
        "2026-01-02, 2026-01-01, 4",
        ", 2026-01-01, 0",
        "2026-01-02, , 0"
    })
    void a_verifier_that_says_no_as_late_as_yes_takes_its_yes_back(String yes, String no, int level) throws Exception {
        ObjectNode failed = statement("sourceRefs");
        ((ObjectNode) failed.at("/predicate")).put("verificationResult", "FAILED");
        List<SourceLevel.Summary> summaries =
                List.of(summary(statement("sourceRefs"), SIGNER, yes), summary(failed, SIGNER, no));
        assertThat(SourceLevel.of(source(), summaries, List.of(verifier(4))).level())
                .isEqualTo(level);
    }

    @Test
    void a_source_without_a_commit_is_vouched_for_by_nobody() throws Exception {
        ObjectNode statement = statement("sourceRefs");
        ((ObjectNode) statement.at("/subject/0/digest")).removeAll().put("sha1", "c".repeat(40));
        var unknown = new SourceFacts(
                source().repository(), source().ref(), Optional.empty(), Optional.empty(), Optional.empty());
        assertThat(SourceLevel.of(unknown, List.of(summary(statement, SIGNER, null)), List.of(verifier(4)))
                        .level())
                .isZero();
    }

    @Test
    void a_verifier_is_read_strictly() throws Exception {
        SourceVerifier read =
                SourceVerifier.read(Builds.object("{'issuer':'i','signer':'s','verifier':'v','level':4}"));
        assertThat(read.level()).isEqualTo(4);
        for (String json : List.of(
                "{'issuer':'i','signer':'s','verifier':'v','level':5}",
                "{'issuer':'i','signer':'s','verifier':'v','level':-1}",
                "{'issuer':'i','signer':'s','verifier':'v','level':4,'x':1}",
                "{'issuer':'i','signer':'s','level':4}")) {
            assertThatThrownBy(() -> SourceVerifier.read(Builds.object(json)))
                    .isInstanceOf(MalformedJsonException.class);
        }
    }

    private static int level(ObjectNode statement, BuildClaims signer, int trusted) throws Exception {
        return of(statement, signer, trusted).level();
    }

    private static SourceLevel of(ObjectNode statement, BuildClaims signer, int trusted) throws Exception {
        return SourceLevel.of(source(), List.of(summary(statement, signer, null)), List.of(verifier(trusted)));
    }

    private static SourceVerifier verifier(int trusted) throws Exception {
        return SourceVerifier.read(Builds.object(
                "{'issuer':'https://i.example','signer':'https://v.example/*','verifier':'https://v.example','level':"
                        + trusted + "}"));
    }

    private static SourceLevel.Summary summary(ObjectNode statement, BuildClaims signer, @Nullable String day)
            throws Exception {
        return new SourceLevel.Summary(
                Statement.parse(StrictJson.write(statement)),
                signer,
                Optional.ofNullable(day).map(text -> Instant.parse(text + "T00:00:00Z")));
    }

    private static SourceFacts source() throws Exception {
        return SourceFacts.of(Builds.read(Builds.githubPredicate(Builds.WORKFLOW)));
    }

    private static ObjectNode statement(String refs) {
        return Builds.parse(
                """
                {'_type':'https://in-toto.io/Statement/v1','predicateType':'https://slsa.dev/verification_summary/v1',
                 'subject':[{'digest':{'gitCommit':'%s'},'annotations':{'%s':['refs/heads/main']}}],
                 'predicate':{'verifier':{'id':'https://v.example'},'timeVerified':'2026-01-01T00:00:00Z',
                   'resourceUri':'git+https://github.com/owner/repo','policy':{'uri':'https://v.example/policy'},
                   'verificationResult':'PASSED','verifiedLevels':['SLSA_SOURCE_LEVEL_4']}}
                """
                        .formatted(Builds.COMMIT, refs));
    }
}
