package dev.attest.provenance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attest.intoto.ResourceDescriptor;
import dev.attest.intoto.Statement;
import dev.attest.json.MalformedJsonException;
import dev.attest.json.StrictJson;
import dev.attest.testvectors.Vector;
import dev.attest.testvectors.Vectors;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProvenanceTest {
    private static final List<ResourceDescriptor> SUBJECT =
            List.of(ResourceDescriptor.sha256("registry.example.com/app", "a".repeat(64)));

    @TestFactory
    Stream<DynamicTest> vectors_get_their_expected_answer() {
        return Vectors.area("provenance").stream()
                .map(vector -> DynamicTest.dynamicTest(vector.toString(), () -> check(vector)));
    }

    private static void check(Vector vector) throws Exception {
        if (vector.expected() == Vector.Expected.ACCEPTED) {
            Provenance provenance = read(vector.bytes());
            assertThat(provenance.unknownParameters()).isEmpty();
            Statement statement = Statement.parse(provenance.statement(SUBJECT).write());
            assertThat(Provenance.read(statement.predicate())).isEqualTo(provenance);
            assertThat(provenance.statement(SUBJECT).write()).isEqualTo(statement.write());
        } else {
            assertThatThrownBy(() -> read(vector.bytes())).isInstanceOf(MalformedProvenanceException.class);
        }
    }

    @Test
    void every_field_survives_a_round_trip() throws Exception {
        var dependency = new ResourceDescriptor(
                Optional.of("base"),
                Optional.of("pkg:docker/debian@12"),
                Map.of("sha256", "b".repeat(64)),
                Optional.empty());
        var provenance = new Provenance(
                BuildDefinition.of(
                        "https://example.com/build/v1",
                        StrictJson.object().put("x", 1),
                        StrictJson.object().put("y", true),
                        List.of(dependency)),
                new RunDetails(
                        new Builder("https://example.com/builder", Map.of("b", "2", "a", "1"), List.of(dependency)),
                        new BuildMetadata(
                                Optional.of("run"),
                                Optional.of(Instant.parse("2024-01-01T00:00:00.9Z")),
                                Optional.of(Instant.parse("2024-01-01T00:01:00Z"))),
                        List.of(dependency)));
        byte[] written = StrictJson.write(provenance.json());
        assertThat(read(written)).isEqualTo(provenance);
        assertThat(new String(written, UTF_8))
                .contains("\"startedOn\":\"2024-01-01T00:00:00Z\"")
                .contains("\"version\":{\"a\":\"1\",\"b\":\"2\"}");
    }

    @Test
    void what_is_empty_is_not_written() throws Exception {
        var provenance = new Provenance(
                BuildDefinition.of(BuildTypes.LOCAL, StrictJson.object(), StrictJson.object(), List.of()),
                new RunDetails(Builder.of("https://b.example"), BuildMetadata.NONE, List.of()));
        assertThat(new String(StrictJson.write(provenance.json()), UTF_8))
                .isEqualTo("{\"buildDefinition\":{\"buildType\":\"" + BuildTypes.LOCAL
                        + "\",\"externalParameters\":{}},\"runDetails\":{\"builder\":{\"id\":\"https://b.example\"}}}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                BuildTypes.GITHUB_WORKFLOW + " | {'workflow':{'ref':'r','repository':'u','path':'p'}} | ''",
                BuildTypes.GITHUB_WORKFLOW + " | {'workflow':{'ref':'r','x':1},'inputs':{}} | inputs,workflow.x",
                BuildTypes.GITHUB_WORKFLOW + " | {'workflow':{'ref':'r'},'workflow.ref':'x'} | workflow.ref",
                BuildTypes.GITHUB_WORKFLOW_COMMUNITY + " | {'workflow':{'ref':'r'},'inputs':{'any':1},'vars':{}} | ''",
                BuildTypes.GITHUB_WORKFLOW_COMMUNITY + " | {'inputs':{'a':1},'secrets':{}} | secrets",
                BuildTypes.LOCAL + " | {'source':{'repository':'r'},'shell':'sh'} | shell",
                "https://example.com/other | {'a':1,'b':{'c':2}} | a,b",
            })
    void parameters_outside_the_build_type_are_named(String buildType, String parameters, String unknown)
            throws MalformedJsonException {
        var external = StrictJson.parseObject(parameters.replace('\'', '"').getBytes(UTF_8), "externalParameters");
        var internal = StrictJson.parseObject("{}".getBytes(UTF_8), "internalParameters");
        var provenance = new Provenance(
                new BuildDefinition(buildType, external, internal, List.of()),
                new RunDetails(Builder.of("https://b.example"), BuildMetadata.NONE, List.of()));
        assertThat(String.join(",", provenance.unknownParameters())).isEqualTo(unknown);
    }

    @Test
    void dependencies_and_parameters_of_ours_are_added_once_and_sorted() throws Exception {
        var source = dependency("git+https://example.com/app", "gitCommit", "c".repeat(40));
        var base = dependency("pkg:oci/base", "sha256", "b".repeat(64));
        var lock = dependency("package-lock.json", "sha256", "a".repeat(64));
        var provenance = new Provenance(
                        BuildDefinition.of(BuildTypes.LOCAL, StrictJson.object(), StrictJson.object(), List.of(source)),
                        new RunDetails(Builder.of("https://b.example"), BuildMetadata.NONE, List.of()))
                .withDependencies(List.of(base, source, lock, base))
                .withInternal("attest_lockFiles", StrictJson.object().put("package-lock.json", "locked"));
        assertThat(provenance.buildDefinition().resolvedDependencies()).containsExactly(source, lock, base);
        assertThat(provenance.sourceCommit()).contains("c".repeat(40));
        assertThat(read(StrictJson.write(provenance.json()))).isEqualTo(provenance);
        assertThatThrownBy(() -> provenance.withInternal("github", StrictJson.object()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static ResourceDescriptor dependency(String uri, String algorithm, String hex) {
        return new ResourceDescriptor(Optional.empty(), Optional.of(uri), Map.of(algorithm, hex), Optional.empty());
    }

    private static Provenance read(byte[] bytes) throws MalformedJsonException, MalformedProvenanceException {
        return Provenance.read(StrictJson.parseObject(bytes, "predicate"));
    }
}
