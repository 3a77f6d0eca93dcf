package dev.attest.provenance.match;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.attest.json.JsonObject;
import dev.attest.json.StrictJson;
import dev.attest.provenance.BuildTypes;
import dev.attest.provenance.Provenance;
import dev.attest.testvectors.Vectors;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CertificateMatchTest {
    private static final String REPOSITORY = "https://github.com/owner/repo";
    private static final String WORKFLOW = REPOSITORY + "/.github/workflows/main.yml@refs/heads/main";
    private static final BuildClaims CLAIMS = new BuildClaims(
            WORKFLOW,
            Map.ofEntries(
                    Map.entry(BuildClaim.ISSUER, "https://token.actions.githubusercontent.com"),
                    Map.entry(BuildClaim.BUILD_SIGNER_URI, WORKFLOW),
                    Map.entry(BuildClaim.RUNNER_ENVIRONMENT, "github-hosted"),
                    Map.entry(BuildClaim.SOURCE_REPOSITORY_URI, REPOSITORY),
                    Map.entry(BuildClaim.SOURCE_REPOSITORY_DIGEST, "b".repeat(40)),
                    Map.entry(BuildClaim.SOURCE_REPOSITORY_REF, "refs/heads/main"),
                    Map.entry(BuildClaim.SOURCE_REPOSITORY_IDENTIFIER, "1"),
                    Map.entry(BuildClaim.SOURCE_REPOSITORY_OWNER_IDENTIFIER, "2"),
                    Map.entry(BuildClaim.BUILD_CONFIG_URI, WORKFLOW),
                    Map.entry(BuildClaim.BUILD_TRIGGER, "push"),
                    Map.entry(BuildClaim.RUN_INVOCATION_URI, REPOSITORY + "/actions/runs/1/attempts/1")));

    @Test
    void an_honest_predicate_has_no_mismatch() throws Exception {
        assertThat(CertificateMatch.check(Provenance.read(predicate(github())), CLAIMS))
                .isEmpty();
    }

    /** A forger with a real certificate of another build: each changed field alone is found. */
    @ParameterizedTest
    @CsvSource({
        "/runDetails/builder, id, runDetails.builder.id",
        "/runDetails/metadata, invocationId, runDetails.metadata.invocationId",
        "/buildDefinition/externalParameters/workflow, repository, buildDefinition.externalParameters.workflow.repository",
        "/buildDefinition/externalParameters/workflow, ref, buildDefinition.externalParameters.workflow.ref",
        "/buildDefinition/externalParameters/workflow, path, buildDefinition.externalParameters.workflow.path",
        "/buildDefinition/internalParameters/github, event_name, buildDefinition.internalParameters.github.event_name",
        "/buildDefinition/internalParameters/github, repository_id, buildDefinition.internalParameters.github.repository_id",
        "/buildDefinition/internalParameters/github, repository_owner_id, buildDefinition.internalParameters.github.repository_owner_id",
        "/buildDefinition/internalParameters/github, runner_environment, buildDefinition.internalParameters.github.runner_environment",
        "/buildDefinition/resolvedDependencies/0, uri, buildDefinition.resolvedDependencies",
    })
    void a_changed_or_missing_field_is_found(String pointer, String name, String field) throws Exception {
        ObjectNode changed = github();
        ((ObjectNode) changed.at(pointer)).put(name, "forged");
        assertThat(fields(changed, CLAIMS)).contains(field);

        if (!name.equals("id")) {
            ObjectNode missing = github();
            ((ObjectNode) missing.at(pointer)).remove(name);
            assertThat(fields(missing, CLAIMS)).contains(field);
        }
    }

    @Test
    void another_commit_is_found() throws Exception {
        ObjectNode changed = github();
        ((ObjectNode) changed.at("/buildDefinition/resolvedDependencies/0/digest")).put("gitCommit", "c".repeat(40));
        assertThat(fields(changed, CLAIMS)).containsExactly("buildDefinition.resolvedDependencies.digest.gitCommit");
        ((ObjectNode) changed.at("/buildDefinition/resolvedDependencies/0/digest"))
                .put("sha1", "b".repeat(40))
                .remove("gitCommit");
        assertThat(fields(changed, CLAIMS)).containsExactly("buildDefinition.resolvedDependencies.digest.gitCommit");
    }

    @Test
    void a_second_commit_of_the_same_source_is_found() throws Exception {
        ObjectNode changed = github();
        ObjectNode twin = changed.at("/buildDefinition/resolvedDependencies/0").deepCopy();
        ((ObjectNode) twin.get("digest")).put("gitCommit", "c".repeat(40));
        changed.withArray("/buildDefinition/resolvedDependencies").add(twin);
        assertThat(fields(changed, CLAIMS)).containsExactly("buildDefinition.resolvedDependencies.digest.gitCommit");
    }

    @Test
    void no_dependency_at_all_is_found() throws Exception {
        ObjectNode changed = github();
        changed.withArray("/buildDefinition/resolvedDependencies").removeAll();
        assertThat(fields(changed, CLAIMS)).containsExactly("buildDefinition.resolvedDependencies");
    }

    @ParameterizedTest
    @EnumSource(
            value = BuildClaim.class,
            names = {
                "BUILD_SIGNER_URI",
                "RUNNER_ENVIRONMENT",
                "SOURCE_REPOSITORY_URI",
                "SOURCE_REPOSITORY_DIGEST",
                "SOURCE_REPOSITORY_REF",
                "SOURCE_REPOSITORY_IDENTIFIER",
                "SOURCE_REPOSITORY_OWNER_IDENTIFIER",
                "BUILD_CONFIG_URI",
                "BUILD_TRIGGER",
                "RUN_INVOCATION_URI"
            })
    void a_claim_that_is_missing_or_other_is_found(BuildClaim claim) throws Exception {
        var claims = new EnumMap<BuildClaim, String>(CLAIMS.values());
        claims.put(claim, "");
        assertThat(fields(github(), new BuildClaims(WORKFLOW, claims))).isNotEmpty();
        claims.put(claim, "other");
        assertThat(fields(github(), new BuildClaims(WORKFLOW, claims))).isNotEmpty();
    }

    /** Two silences are no agreement: a certificate that names no run bears out no predicate that names none. */
    @Test
    void a_field_and_its_claim_that_are_both_missing_are_found() throws Exception {
        ObjectNode silent = github();
        ((ObjectNode) silent.at("/runDetails/metadata")).remove("invocationId");
        var claims = new EnumMap<BuildClaim, String>(CLAIMS.values());
        claims.remove(BuildClaim.RUN_INVOCATION_URI);
        assertThat(fields(silent, new BuildClaims(WORKFLOW, claims)))
                .containsExactly("runDetails.metadata.invocationId");
    }

    @Test
    void a_persons_certificate_bears_out_nothing_of_a_workflow() throws Exception {
        assertThat(fields(github(), BuildClaims.NONE)).hasSize(10);
        assertThat(fields(
                        github(),
                        new BuildClaims("p@example.com", Map.of(BuildClaim.ISSUER, "https://issuer.example"))))
                .hasSize(10);
    }

    @Test
    void parameters_of_another_shape_are_no_match() throws Exception {
        ObjectNode changed = github();
        ((ObjectNode) changed.at("/buildDefinition/externalParameters")).put("workflow", "main.yml");
        ((ObjectNode) changed.at("/buildDefinition/internalParameters/github")).put("repository_id", 1);
        assertThat(fields(changed, CLAIMS))
                .containsExactly(
                        "buildDefinition.externalParameters.workflow.repository",
                        "buildDefinition.externalParameters.workflow.ref",
                        "buildDefinition.externalParameters.workflow.path",
                        "buildDefinition.internalParameters.github.repository_id");
    }

    @Test
    void the_communitys_build_type_has_no_runner_but_must_not_lie_about_it() throws Exception {
        ObjectNode community = github();
        ((ObjectNode) community.get("buildDefinition")).put("buildType", BuildTypes.GITHUB_WORKFLOW_COMMUNITY);
        assertThat(fields(community, CLAIMS)).isEmpty();
        ObjectNode parameters = (ObjectNode) community.at("/buildDefinition/internalParameters/github");
        parameters.remove("runner_environment");
        assertThat(fields(community, CLAIMS)).isEmpty();
        parameters.put("runner_environment", "self-hosted");
        assertThat(fields(community, CLAIMS))
                .containsExactly("buildDefinition.internalParameters.github.runner_environment");
    }

    @Test
    void a_local_build_goes_with_a_person_only() throws Exception {
        ObjectNode local = local();
        assertThat(fields(local, BuildClaims.NONE)).isEmpty();
        assertThat(fields(local, new BuildClaims("p@example.com", Map.of(BuildClaim.ISSUER, "https://issuer.example"))))
                .isEmpty();
        assertThat(fields(local, CLAIMS)).containsExactly("buildDefinition.buildType");

        ((ObjectNode) local.at("/runDetails/builder")).put("id", WORKFLOW);
        assertThat(fields(local, BuildClaims.NONE)).containsExactly("runDetails.builder.id");
        assertThat(fields(local, CLAIMS)).containsExactly("buildDefinition.buildType", "runDetails.builder.id");
    }

    @Test
    void a_build_type_without_rules_is_never_a_match() throws Exception {
        ObjectNode other = github();
        ((ObjectNode) other.get("buildDefinition")).put("buildType", "https://example.com/build/v1");
        assertThat(fields(other, CLAIMS)).containsExactly("buildDefinition.buildType");
    }

    @Test
    void a_mismatch_says_both_sides() {
        assertThat(new Mismatch("a.b", Optional.of("x"), Optional.empty()).reason())
                .isEqualTo("a.b: the predicate says x, the certificate says nothing");
        assertThat(new Mismatch("a", Optional.of("\u001b[31m\n" + "x".repeat(999)), Optional.empty()).reason())
                .startsWith("a: the predicate says ?[31m?x")
                .hasSizeLessThan(400);
    }

    @Test
    void a_claim_has_fulcios_number() {
        assertThat(BuildClaim.numbered(13)).contains(BuildClaim.SOURCE_REPOSITORY_DIGEST);
        assertThat(BuildClaim.numbered(7)).isEmpty();
        assertThat(BuildClaim.BUILD_SIGNER_URI.number()).isEqualTo(9);
    }

    private static ObjectNode github() throws Exception {
        var vector = Vectors.area("provenance").stream()
                .filter(one -> one.name().equals("github.json"))
                .findFirst();
        return (ObjectNode) StrictJson.parse(vector.orElseThrow().bytes());
    }

    private static ObjectNode local() {
        ObjectNode json = StrictJson.object();
        json.putObject("buildDefinition").put("buildType", BuildTypes.LOCAL).putObject("externalParameters");
        json.putObject("runDetails").putObject("builder").put("id", BuildTypes.LOCAL_BUILDER);
        return json;
    }

    private static JsonObject predicate(ObjectNode json) throws Exception {
        return JsonObject.of(json, "predicate");
    }

    private static List<String> fields(ObjectNode json, BuildClaims claims) throws Exception {
        return CertificateMatch.check(Provenance.read(predicate(json)), claims).stream()
                .map(Mismatch::field)
                .toList();
    }
}
