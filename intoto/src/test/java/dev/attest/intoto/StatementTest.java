package dev.attest.intoto;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.attest.json.StrictJson;
import dev.attest.testvectors.Vector;
import dev.attest.testvectors.Vectors;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatementTest {
    private static final String A = "a".repeat(64);
    private static final String B = "b".repeat(64);
    private static final String TYPE = "https://example.com/predicate/v1";

    @TestFactory
    Stream<DynamicTest> vectors_get_their_expected_answer() {
        return Vectors.area("statement").stream()
                .map(vector -> DynamicTest.dynamicTest(vector.toString(), () -> check(vector)));
    }

    private static void check(Vector vector) throws MalformedStatementException {
        if (vector.expected() == Vector.Expected.ACCEPTED) {
            Statement statement = Statement.parse(vector.bytes());
            assertThat(statement.isAbout(Map.of("sha256", A))).isTrue();
            assertThat(statement.isAbout(Map.of("sha256", "e".repeat(64)))).isFalse();
            assertThat(Statement.parse(statement.write())).isEqualTo(statement);
        } else {
            assertThatThrownBy(() -> Statement.parse(vector.bytes())).isInstanceOf(MalformedStatementException.class);
        }
    }

    @Test
    void a_written_statement_is_v1_with_sorted_keys() {
        var statement = Statement.of(
                List.of(ResourceDescriptor.sha256("app", A)),
                TYPE,
                StrictJson.object().put("b", 1).put("a", 2));
        assertThat(new String(statement.write(), UTF_8))
                .isEqualTo(
                        "{\"_type\":\"https://in-toto.io/Statement/v1\",\"predicate\":{\"a\":2,\"b\":1},\"predicateType\":\""
                                + TYPE + "\",\"subject\":[{\"digest\":{\"sha256\":\"" + A + "\"},\"name\":\"app\"}]}");
    }

    @Test
    void a_conflict_between_common_algorithms_is_no_match() {
        ResourceDescriptor both = digests(Map.of("sha256", A, "sha512", B.repeat(2)));
        assertThat(both.matches(Map.of("sha256", A))).isTrue();
        assertThat(both.matches(Map.of("sha256", A, "sha512", B.repeat(2)))).isTrue();
        assertThat(both.matches(Map.of("sha256", A, "sha512", A.repeat(2)))).isFalse();
        assertThat(both.matches(Map.of("sha256", B, "sha512", B.repeat(2)))).isFalse();
        assertThat(both.matches(Map.of("sha384", "c".repeat(96)))).isFalse();
        assertThat(both.matches(Map.of())).isFalse();
    }

    @Test
    void a_subject_that_contradicts_itself_spoils_the_statement() {
        Map<String, String> actual = Map.of("sha256", A, "sha512", A.repeat(2));
        ResourceDescriptor honest = digests(actual);
        ResourceDescriptor torn = digests(Map.of("sha256", A, "sha512", B.repeat(2)));
        assertThat(Statement.of(List.of(honest), TYPE, StrictJson.object()).isAbout(actual))
                .isTrue();
        assertThat(Statement.of(List.of(honest, torn), TYPE, StrictJson.object())
                        .isAbout(actual))
                .isFalse();
        assertThat(Statement.of(List.of(torn), TYPE, StrictJson.object()).isAbout(actual))
                .isFalse();
        ResourceDescriptor other = digests(Map.of("sha256", B, "sha512", B.repeat(2)));
        assertThat(Statement.of(List.of(other, honest), TYPE, StrictJson.object())
                        .isAbout(actual))
                .isTrue();
    }

    @Test
    void the_number_of_digests_is_bounded() {
        var digests = new java.util.TreeMap<String, String>();
        for (int i = 0; i < ResourceDescriptor.MAX_DIGESTS; i++) {
            digests.put("algorithm" + i, A);
        }
        assertThat(digests(digests).digest()).hasSize(ResourceDescriptor.MAX_DIGESTS);
        digests.put("one more", A);
        assertThatThrownBy(() -> digests(digests)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void an_index_and_its_platforms_are_subjects_side_by_side() {
        var statement = Statement.of(
                List.of(digests(Map.of("sha256", A)), digests(Map.of("sha256", B))), TYPE, StrictJson.object());
        assertThat(statement.isAbout(Map.of("sha256", A))).isTrue();
        assertThat(statement.isAbout(Map.of("sha256", B))).isTrue();
    }

    @Test
    void the_number_of_subjects_is_bounded() throws MalformedStatementException {
        var many = Collections.nCopies(Statement.MAX_SUBJECTS, digests(Map.of("sha256", A)));
        byte[] written = Statement.of(many, TYPE, StrictJson.object()).write();
        assertThat(Statement.parse(written).subjects()).hasSize(Statement.MAX_SUBJECTS);
        String one = "{\"digest\":{\"sha256\":\"" + A + "\"}},";
        byte[] more = new String(written, UTF_8)
                .replace("\"subject\":[", "\"subject\":[" + one)
                .getBytes(UTF_8);
        assertThatThrownBy(() -> Statement.parse(more)).hasMessage("statement.subject: more than 1024 subjects");
    }

    @Test
    void an_unnameable_statement_is_the_callers_fault() {
        assertThatThrownBy(() -> Statement.of(List.of(), TYPE, StrictJson.object()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> digests(Map.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> digests(Map.of("sha256", A.toUpperCase(java.util.Locale.ROOT))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void every_field_of_a_resource_survives_a_round_trip() throws Exception {
        String text =
                "{\"annotations\":{\"n\":null,\"x\":[1],\"y\":\"z\"},\"content\":\"QUI=\",\"digest\":{\"sha256\":\"" + A
                        + "\"},\"downloadLocation\":\"https://example.com/d\",\"mediaType\":\"text/plain\",\"name\":\"n\",\"uri\":\"u:1\"}";
        var descriptor = ResourceDescriptor.read(StrictJson.parseObject(text.getBytes(UTF_8), "r"));
        assertThat(new String(StrictJson.write(descriptor.json()), UTF_8)).isEqualTo(text);
        assertThat(descriptor.annotation("y")).contains("z");
        assertThat(descriptor.annotation("x")).isEmpty();
        assertThat(descriptor.annotation("absent")).isEmpty();
    }

    @Test
    void versioned_forms_are_the_same_type() {
        assertThat(PredicateType.of("https://spdx.dev/Document/v2.3")).contains(PredicateType.SPDX);
        assertThat(PredicateType.of("https://openvex.dev/ns/v0.2.0")).contains(PredicateType.OPENVEX);
        assertThat(PredicateType.of("https://spdx.dev/DocumentX")).isEmpty();
        assertThat(PredicateType.of("https://slsa.dev/provenance/v1/x")).isEmpty();
        assertThat(PredicateType.named("facts")).contains(PredicateType.FACTS);
        assertThat(PredicateType.named("fact")).isEmpty();
        assertThat(PredicateType.of("https://slsa.dev/provenance/v0.2")).contains(PredicateType.PROVENANCE);
        assertThat(PredicateType.of("https://slsa.dev/provenance/v1.0")).contains(PredicateType.PROVENANCE);
        for (PredicateType type : PredicateType.values()) {
            assertThat(PredicateType.of(type.uri()).map(PredicateType::uri)).contains(type.uri());
            assertThat(PredicateType.named(type.shortName())).contains(type);
        }
    }

    /** Coverage that passed for facts would hide what the image holds. */
    @ParameterizedTest
    @CsvSource({
        "TEST_COVERAGE, COVERAGE",
        "TEST_COVERAGE TEST_COVERAGE, COVERAGE",
        "ATTEST_REBUILT, REBUILD",
        "TEST_COVERAGE NO_SHELL, FACTS",
        "ATTEST_REBUILT TEST_COVERAGE, FACTS",
        "NO_SHELL, FACTS",
        "'', FACTS"
    })
    void what_shares_the_uri_of_scai_is_told_apart_by_what_it_asserts(String attributes, PredicateType expected) {
        ObjectNode predicate = StrictJson.object();
        var list = predicate.putArray("attributes");
        for (String attribute : attributes.split(" ")) {
            if (!attribute.isEmpty()) {
                list.addObject().put("attribute", attribute);
            }
        }
        var statement = Statement.of(List.of(ResourceDescriptor.sha256("n", A)), PredicateType.FACTS.uri(), predicate);
        assertThat(PredicateType.of(statement)).contains(expected);
    }

    private static ResourceDescriptor digests(Map<String, String> digests) {
        return new ResourceDescriptor(Optional.empty(), Optional.empty(), digests, Optional.empty());
    }
}
