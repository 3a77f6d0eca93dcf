package dev.attest.provenance.expect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attest.json.JsonObject;
import dev.attest.json.StrictJson;
import dev.attest.provenance.Builds;
import dev.attest.provenance.MalformedProvenanceException;
import dev.attest.provenance.Provenance;
import dev.attest.provenance.level.BuildLevel;
import dev.attest.provenance.level.BuilderTable;
import dev.attest.provenance.match.BuildClaims;
import dev.attest.provenance.match.CertificateMatch;
import dev.attest.provenance.match.Mismatch;
import dev.attest.testvectors.Vector;
import dev.attest.testvectors.Vectors;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Each attack on predicates and claims is refused for its own reason and no other, and its twin passes: docs/attacks.md. */
class AttackVectorsTest {
    @TestFactory
    Stream<DynamicTest> vectors_are_refused_for_their_reason() {
        return Vectors.area("provenance-attacks").stream()
                .map(vector -> DynamicTest.dynamicTest(vector.toString(), () -> check(vector)));
    }

    private static void check(Vector vector) throws Exception {
        JsonObject json = StrictJson.parseObject(vector.bytes(), "vector");
        String reason = json.optionalText("reason").orElse("");
        assertThat(reason.isEmpty()).isEqualTo(vector.expected() == Vector.Expected.ACCEPTED);
        assertThat(String.join(" ", reasons(json))).isEqualTo(reason);
    }

    /** The steps of a verifier; the first that has an objection names all of its own. */
    private static List<String> reasons(JsonObject json) throws Exception {
        Provenance provenance;
        try {
            provenance = Provenance.read(json.text("predicateType"), json.object("predicate"));
        } catch (MalformedProvenanceException e) {
            return List.of(String.valueOf(e.getMessage()).split(":", 2)[0]);
        }
        List<String> unknown = provenance.unknownParameters();
        if (!unknown.isEmpty()) {
            return unknown.stream().map(name -> "externalParameters." + name).toList();
        }
        BuildClaims claims = claims(json.textMap("claims"));
        List<Mismatch> mismatches = CertificateMatch.of(provenance, claims).strictly();
        if (!mismatches.isEmpty()) {
            return mismatches.stream().map(Mismatch::field).toList();
        }
        List<Unmet> unmet = Expectations.read(json.object("expectations")).check(provenance, claims);
        if (!unmet.isEmpty()) {
            assertThat(unmet).allSatisfy(one -> assertThat(one.reason()).contains(one.expectation()));
            return unmet.stream().map(Unmet::expectation).collect(Collectors.toList());
        }
        long minimum = json.optionalInteger("minimumLevel").orElse(0);
        return BuildLevel.of(provenance, claims, BuilderTable.BUILT_IN).level() < minimum
                ? List.of("level")
                : List.of();
    }

    private static BuildClaims claims(Map<String, String> named) {
        var numbered = new HashMap<Integer, String>();
        named.forEach((name, value) -> numbered.put(name.equals("subject") ? 0 : Integer.parseInt(name), value));
        return Builds.claims(numbered);
    }
}
