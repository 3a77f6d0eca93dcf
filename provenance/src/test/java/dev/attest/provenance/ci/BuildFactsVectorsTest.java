package dev.attest.provenance.ci;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.attest.json.JsonObject;
import dev.attest.json.MalformedJsonException;
import dev.attest.json.StrictJson;
import dev.attest.provenance.MalformedProvenanceException;
import dev.attest.provenance.Provenance;
import dev.attest.provenance.ProvenanceSource;
import dev.attest.testvectors.Vector;
import dev.attest.testvectors.Vectors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Claims and environment in, predicate out, for every CI: {@code test-vectors}, area {@code build-facts}. */
class BuildFactsVectorsTest {
    @TempDir
    Path folder;

    @TestFactory
    Stream<DynamicTest> facts_give_the_expected_predicate_or_are_refused_by_name() {
        return Vectors.area("build-facts").stream()
                .map(vector -> DynamicTest.dynamicTest(vector.toString(), () -> check(vector)));
    }

    /** Each claim that a token lacks is missed, or decides nothing at all; none is replaced by the environment's value. */
    @TestFactory
    Stream<DynamicTest> a_missing_claim_is_never_taken_from_the_environment() {
        return tokens().flatMap(vector -> claims(vector).keySet().stream()
                .map(claim ->
                        DynamicTest.dynamicTest(vector.name() + " without " + claim, () -> without(vector, claim))));
    }

    private void check(Vector vector) throws Exception {
        JsonObject json = json(vector);
        if (vector.expected() == Vector.Expected.REFUSED) {
            assertThatThrownBy(() -> source(json, claims(vector)).provenance())
                    .isInstanceOf(MalformedProvenanceException.class)
                    .hasMessageContaining(json.text("refused"));
            return;
        }
        ProvenanceSource source = source(json, claims(vector));
        Provenance provenance = source.provenance();
        String expected =
                new String(StrictJson.writeIndented(json.object("predicate").node()), UTF_8);
        assertThat(new String(StrictJson.writeIndented(provenance.json()), UTF_8))
                .isEqualTo(expected)
                .doesNotContain("secret", "hunter2", folder.toString());
        assertThat(Provenance.read(json.object("predicate"))).isEqualTo(provenance);
        assertThat(provenance.unknownParameters()).isEmpty();
        Optional<String> remark = json.optionalText("remark");
        assertThat(String.join("", source.remarks())).contains(remark.orElse(""));
        assertThat(source.remarks()).hasSize(remark.isPresent() ? 1 : 0);
        assertThat(BuildSystem.named(source.name())).isPresent();
    }

    private void without(Vector vector, String claim) throws Exception {
        JsonObject json = json(vector);
        var claims = new TreeMap<>(claims(vector));
        claims.remove(claim);
        JsonNode before = source(json, claims(vector)).provenance().json();
        JsonNode after;
        try {
            after = source(json, claims).provenance().json();
        } catch (MalformedProvenanceException e) {
            assertThat(e).hasMessageMatching(".*(is missing|is neither|is not the address|that of token claim sub).*");
            return;
        }
        boolean marked = after.at("/buildDefinition/internalParameters/attest_source")
                .asText("")
                .equals("environment");
        if (!marked
                && !List.of("environment", "actor_id", "build_tag", "step_key", "ci_config_sha")
                        .contains(claim)) {
            assertThat(after).isEqualTo(before);
        }
    }

    private static Stream<Vector> tokens() {
        return Vectors.area("build-facts").stream()
                .filter(vector -> vector.expected() == Vector.Expected.ACCEPTED)
                .filter(vector ->
                        vector.name().matches("(github|gitlab|circleci|buildkite)-push.json|jenkins-token.json"));
    }

    private static JsonObject json(Vector vector) {
        try {
            return StrictJson.parseObject(vector.bytes(), vector.name());
        } catch (MalformedJsonException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, String> claims(Vector vector) {
        try {
            Optional<JsonObject> claims = json(vector).optionalObject("claims");
            return claims.isPresent() ? BuildContext.texts(claims.get()) : Map.of();
        } catch (MalformedJsonException e) {
            throw new IllegalStateException(e);
        }
    }

    private ProvenanceSource source(JsonObject json, Map<String, String> claims)
            throws MalformedJsonException, MalformedProvenanceException, IOException {
        var environment = new TreeMap<>(json.textMap("environment"));
        if (json.has("event")) {
            Path event = folder.resolve("event.json");
            Files.write(event, StrictJson.write(json.object("event").node()));
            environment.put("GITHUB_EVENT_PATH", event.toString());
        }
        if (json.has("remote")) {
            Files.createDirectories(folder.resolve(".git"));
            Files.writeString(
                    folder.resolve(".git/config"), "[remote \"origin\"]\n\turl = " + json.text("remote") + "\n");
        }
        Optional<Path> tree = json.has("remote") ? Optional.of(folder) : Optional.empty();
        return BuildSource.of(new BuildContext(claims, environment, BuildTimes.UNKNOWN, tree), options(json));
    }

    private static BuildOptions options(JsonObject json) throws MalformedJsonException {
        if (!json.has("options")) {
            return BuildOptions.NONE;
        }
        JsonObject options = json.object("options");
        return new BuildOptions(
                options.optionalText("system").flatMap(BuildSystem::named),
                options.flag("inputs"),
                options.optionalObject("vars"),
                options.flag("allowedEventsOnly"),
                Optional.empty(),
                options.optionalObject("run"));
    }
}
