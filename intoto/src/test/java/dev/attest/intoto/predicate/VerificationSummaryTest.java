package dev.attest.intoto.predicate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.attest.intoto.Envelope;
import dev.attest.intoto.MalformedStatementException;
import dev.attest.intoto.PredicateType;
import dev.attest.intoto.ResourceDescriptor;
import dev.attest.intoto.Statement;
import dev.attest.intoto.predicate.VerificationSummary.Result;
import dev.attest.intoto.predicate.VerificationSummary.Verifier;
import dev.attest.json.StrictJson;
import dev.attest.testvectors.SharedVectors;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VerificationSummaryTest {
    private static final ResourceDescriptor IMAGE =
            ResourceDescriptor.sha256("registry.example.com/app", "a".repeat(64));
    private static final ResourceDescriptor POLICY = resource("https://example.com/policies/prod", "b");
    private static final String LEAST = "'verifier':{'id':'https://v.example'},'resourceUri':'oci://r.example/app',"
            + "'policy':{'uri':'https://p.example'},'verificationResult':'PASSED'";

    @Test
    void a_summary_is_written_in_the_specifications_words() {
        assertThat(new String(
                        summary("SLSA_BUILD_LEVEL_2", "EXAMPLE_OK")
                                .statement(List.of(IMAGE))
                                .write(),
                        UTF_8))
                .isEqualTo(("{'_type':'https://in-toto.io/Statement/v1','predicate':{"
                                + "'dependencyLevels':{'SLSA_BUILD_LEVEL_1':3},"
                                + "'inputAttestations':[{'digest':{'sha256':'%s'},'uri':'https://e.example/1'},"
                                + "{'digest':{'sha256':'%s'},'uri':'https://e.example/2'}],"
                                + "'policy':{'digest':{'sha256':'%s'},'uri':'https://example.com/policies/prod'},"
                                + "'resourceUri':'oci://registry.example.com/app','slsaVersion':'1.2',"
                                + "'timeVerified':'2026-05-01T10:00:00Z','verificationResult':'PASSED',"
                                + "'verifiedLevels':['EXAMPLE_OK','SLSA_BUILD_LEVEL_2'],"
                                + "'verifier':{'id':'https://verifier.example.com/v1','version':{'attest':'1'}}},"
                                + "'predicateType':'https://slsa.dev/verification_summary/v1',"
                                + "'subject':[{'digest':{'sha256':'%s'},'name':'registry.example.com/app'}]}")
                        .replace('\'', '"')
                        .formatted("1".repeat(64), "2".repeat(64), "b".repeat(64), "a".repeat(64)));
    }

    @Test
    void what_is_written_is_read_as_it_was() throws Exception {
        VerificationSummary summary = summary("SLSA_BUILD_LEVEL_3", "SLSA_SOURCE_LEVEL_4", "SLSA_BUILD_REPRODUCED");
        Statement statement = Statement.parse(summary.statement(List.of(IMAGE)).write());
        assertThat(PredicateType.of(statement.predicateType())).contains(PredicateType.VSA);
        assertThat(VerificationSummary.read(statement.predicate())).isEqualTo(summary);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SLSA_BUILD_LEVEL_4",
                "SLSA_BUILD_LEVEL_10",
                "SLSA_SOURCE_LEVEL_5",
                "SLSA_DEPENDENCY_LEVEL_1",
                "SLSA_HERMETIC",
                "slsa_build_level_3",
                "SLSA_BUILD_LEVEL_1 SLSA_BUILD_LEVEL_2",
                "FAILED",
                "",
            })
    void values_that_are_not_the_verifiers_to_give_are_not_written(String levels) {
        assertThatThrownBy(() -> summary(levels.isEmpty() ? new String[0] : levels.split(" "))
                        .json())
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_refusal_says_failed_and_no_level() {
        assertThat(failed("FAILED").json().get("verifiedLevels").toString()).isEqualTo("[\"FAILED\"]");
        assertThat(failed("FAILED").passed()).isFalse();
        assertThatThrownBy(() -> failed("SLSA_BUILD_LEVEL_1").json()).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> failed("FAILED", "EXAMPLE_OK").json()).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void what_nobody_could_check_is_not_written() {
        VerificationSummary good = summary("SLSA_BUILD_LEVEL_1");
        ResourceDescriptor undigested = new ResourceDescriptor(
                Optional.empty(), Optional.of("https://e.example/1"), Map.of(), Optional.empty());
        for (VerificationSummary bad : List.of(
                with(good, "not a uri", POLICY, List.of(), "1.2"),
                with(good, "oci://r.example/app", IMAGE, List.of(), "1.2"),
                with(good, "oci://r.example/app", POLICY, List.of(undigested), "1.2"),
                with(good, "oci://r.example/app", POLICY, List.of(), "v1.2"))) {
            assertThatThrownBy(bad::json).isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(with(good, "oci://r.example/app", POLICY, List.of(), "1.2")
                        .json()
                        .has("inputAttestations"))
                .isFalse();
    }

    @Test
    void fields_since_1_1_and_levels_of_others_are_read() throws Exception {
        VerificationSummary read = read("{" + LEAST + ",'verifiedLevels':['BCID_L1','SLSA_BUILD_LEVEL_4'],'x':1}");
        assertThat(read.timeVerified()).isEmpty();
        assertThat(read.slsaVersion()).isEmpty();
        assertThat(read.dependencyLevels()).isEmpty();
        assertThat(read.verifier().version()).isEmpty();
        assertThat(read.verified(new SlsaResult("BCID_L1"))).isTrue();
        assertThat(read.verified(SlsaResult.build(1))).isFalse();
        assertThat(read("{" + LEAST + "}").verifiedLevels()).isEmpty();
    }

    @Test
    void no_dependencies_are_told_from_nothing_said_of_them() throws Exception {
        assertThat(read("{" + LEAST + ",'dependencyLevels':{}}").dependencyLevels())
                .contains(Map.of());
        assertThat(read("{" + LEAST + ",'dependencyLevels':null}").dependencyLevels())
                .isEmpty();
        assertThat(read("{" + LEAST + ",'dependencyLevels':{'SLSA_BUILD_LEVEL_2':7,'X':null}}")
                        .dependencyLevels())
                .contains(Map.of(SlsaResult.build(2), 7L));
    }

    @ParameterizedTest
    @CsvSource({
        "2024-06-12T07:24:34.351608Z, 2024-06-12T07:24:34.351608Z",
        "2024-06-12T07:24:34Z, 2024-06-12T07:24:34Z",
        "2024-06-12T09:24:34+02:00, 2024-06-12T07:24:34Z",
    })
    void times_are_read_with_any_fraction_and_offset(String written, Instant time) throws Exception {
        assertThat(read("{" + LEAST + ",'timeVerified':'" + written + "'}").timeVerified())
                .contains(time);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{'verifier':{},'resourceUri':'u:1','policy':{'uri':'p:1'},'verificationResult':'PASSED'}",
                "{'verifier':{'id':' '},'resourceUri':'u:1','policy':{'uri':'p:1'},'verificationResult':'PASSED'}",
                "{'verifier':{'id':'v:1'},'policy':{'uri':'p:1'},'verificationResult':'PASSED'}",
                "{'verifier':{'id':'v:1'},'resourceUri':'u:1','verificationResult':'PASSED'}",
                "{'verifier':{'id':'v:1'},'resourceUri':'u:1','policy':{'uri':'p:1'}}",
                "{'verifier':{'id':'v:1'},'resourceUri':'u:1','policy':{'uri':'p:1'},'verificationResult':'passed'}",
                "{'verifier':{'id':'v:1'},'resourceUri':'u:1','policy':{'uri':'p:1'},'verificationResult':'PASSED',"
                        + "'verifiedLevels':'SLSA_BUILD_LEVEL_3'}",
                "{'verifier':{'id':'v:1'},'resourceUri':'u:1','policy':{'uri':'p:1'},'verificationResult':'PASSED',"
                        + "'verifiedLevels':['']}",
                "{'verifier':{'id':'v:1'},'resourceUri':'u:1','policy':{'uri':'p:1'},'verificationResult':'PASSED',"
                        + "'timeVerified':'yesterday'}",
                "{'verifier':{'id':'v:1'},'resourceUri':'u:1','policy':{'uri':'p:1'},'verificationResult':'PASSED',"
                        + "'dependencyLevels':{'SLSA_BUILD_LEVEL_1':-1}}",
            })
    void what_says_no_such_thing_is_refused(String text) {
        assertThatThrownBy(() -> read(text)).isInstanceOf(MalformedStatementException.class);
    }

    @Test
    void failed_among_the_levels_undoes_a_pass() throws Exception {
        VerificationSummary read = read("{" + LEAST + ",'verifiedLevels':['FAILED','SLSA_BUILD_LEVEL_3']}");
        assertThat(read.passed()).isFalse();
        assertThat(read.verified(SlsaResult.build(1))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "SLSA_BUILD_LEVEL_3, SLSA_BUILD_LEVEL_2, true",
        "SLSA_BUILD_LEVEL_2, SLSA_BUILD_LEVEL_2, true",
        "SLSA_BUILD_LEVEL_1, SLSA_BUILD_LEVEL_2, false",
        "SLSA_BUILD_LEVEL_4, SLSA_BUILD_LEVEL_3, false",
        "SLSA_SOURCE_LEVEL_4, SLSA_BUILD_LEVEL_1, false",
        "SLSA_BUILD_LEVEL_UNEVALUATED, SLSA_BUILD_LEVEL_0, false",
        "SLSA_BUILD_LEVEL_3, SLSA_BUILD_LEVEL_UNEVALUATED, false",
        "SLSA_BUILD_LEVEL_UNEVALUATED, SLSA_BUILD_LEVEL_UNEVALUATED, true",
        "SLSA_DEPENDENCY_LEVEL_2, SLSA_DEPENDENCY_LEVEL_1, true",
        "BCID_L2, BCID_L1, false",
        "BCID_L1, BCID_L1, true",
        "SLSA_BUILD_LEVEL_3x, SLSA_BUILD_LEVEL_3, false",
    })
    void a_level_implies_those_below_it_in_its_track(String got, String wanted, boolean implies) {
        assertThat(new SlsaResult(got).implies(new SlsaResult(wanted))).isEqualTo(implies);
    }

    @Test
    void there_are_no_other_levels() {
        assertThat(SlsaResult.build(3).toString()).isEqualTo("SLSA_BUILD_LEVEL_3");
        assertThatThrownBy(() -> SlsaResult.build(4)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SlsaResult.build(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SlsaResult.source(5)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void counts_are_bounded() {
        VerificationSummary good = summary("SLSA_BUILD_LEVEL_1");
        List<ResourceDescriptor> many = Collections.nCopies(VerificationSummary.MAX_INPUTS + 1, POLICY);
        assertThatThrownBy(() -> with(good, "oci://r.example/app", POLICY, many, "1.2"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new SlsaResult("X".repeat(SlsaResult.MAX_LENGTH + 1)))
                .isInstanceOf(IllegalArgumentException.class);
        String[] levels =
                Collections.nCopies(VerificationSummary.MAX_LEVELS + 1, "X").toArray(String[]::new);
        assertThatThrownBy(() -> summary(levels)).isInstanceOf(IllegalArgumentException.class);
    }

    /** What Google signs for the images of its clusters' nodes. */
    @Test
    void a_published_summary_is_read() throws Exception {
        Optional<Path> folder = SharedVectors.folder("slsa-verifier");
        assumeTrue(folder.isPresent(), "../shared/vectors/slsa-verifier is not beside the project");
        byte[] text = Files.readAllBytes(folder.get().resolve("vsa/gce/v1/gke-gce-pre.bcid-vsa.jsonl"));
        Envelope envelope = Envelope.read(StrictJson.parseObject(text, "envelope"));
        VerificationSummary read =
                VerificationSummary.read(Statement.parse(envelope.payload()).predicate());
        assertThat(read.verifiedLevels()).containsExactly(new SlsaResult("BCID_L1"), SlsaResult.build(2));
        assertThat(read.timeVerified()).contains(Instant.parse("2024-06-12T07:24:34.351608Z"));
        assertThat(read.verified(SlsaResult.build(1))).isTrue();
        assertThat(read.resourceUri()).startsWith("gce_image://");
    }

    private static VerificationSummary read(String text) throws Exception {
        return VerificationSummary.read(
                StrictJson.parseObject(text.replace('\'', '"').getBytes(UTF_8), "predicate"));
    }

    private static VerificationSummary summary(String... levels) {
        return summary(Result.PASSED, levels);
    }

    private static VerificationSummary failed(String... levels) {
        return summary(Result.FAILED, levels);
    }

    private static VerificationSummary summary(Result result, String... levels) {
        return new VerificationSummary(
                new Verifier("https://verifier.example.com/v1", Map.of("attest", "1")),
                Optional.of(Instant.parse("2026-05-01T10:00:00Z")),
                "oci://registry.example.com/app",
                POLICY,
                List.of(resource("https://e.example/2", "2"), resource("https://e.example/1", "1")),
                result,
                Arrays.stream(levels).map(SlsaResult::new).toList(),
                Optional.of(Map.of(SlsaResult.build(1), 3L)),
                Optional.of("1.2"));
    }

    private static VerificationSummary with(
            VerificationSummary good,
            String resourceUri,
            ResourceDescriptor policy,
            List<ResourceDescriptor> inputs,
            String version) {
        return new VerificationSummary(
                good.verifier(),
                good.timeVerified(),
                resourceUri,
                policy,
                inputs,
                good.verificationResult(),
                good.verifiedLevels(),
                good.dependencyLevels(),
                Optional.of(version));
    }

    private static ResourceDescriptor resource(String uri, String digit) {
        return new ResourceDescriptor(
                Optional.empty(), Optional.of(uri), Map.of("sha256", digit.repeat(64)), Optional.empty());
    }
}
