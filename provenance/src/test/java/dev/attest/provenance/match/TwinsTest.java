package dev.attest.provenance.match;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.attest.json.JsonObject;
import dev.attest.provenance.BuildTypes;
import dev.attest.provenance.Builds;
import dev.attest.provenance.Provenance;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Build types of others, in the shapes that they publish, beside the certificates that their platforms are given. */
class TwinsTest {
    private static final String DELEGATOR = "https://github.com/slsa-framework/slsa-github-generator/.github/workflows/"
            + "delegator_lowperms-generic_slsa3.yml@refs/tags/v1.6.0";
    private static final String GENERIC = DELEGATOR.replace("delegator_lowperms-generic", "generator_generic");

    /** The build type of another platform leaves the source open, and the certificate does not. */
    @Test
    void another_platforms_build_type_hides_no_contradiction() throws Exception {
        ObjectNode predicate = Builds.parse(
                """
                {'buildDefinition':{'buildType':'https://attest.dev/buildtypes/buildkite/v1',
                   'externalParameters':{'pipeline':'%1$s',
                     'source':{'repository':'https://github.com/victim/app','ref':'refs/tags/v1.0.0'}},
                   'internalParameters':{'buildkite':{'build_source':'push','runner_environment':'github-hosted'}},
                   'resolvedDependencies':[{'uri':'git+https://github.com/victim/app@refs/tags/v1.0.0',
                     'digest':{'gitCommit':'%2$s'}}]},
                 'runDetails':{'builder':{'id':'%1$s'},'metadata':{'invocationId':'%3$s'}}}
                """
                        .formatted(Builds.WORKFLOW, Builds.COMMIT, Builds.RUN));
        assertThat(CertificateMatch.check(Builds.read(predicate), Builds.github()).stream()
                        .map(Mismatch::field))
                .containsExactly("the source's repository", "the source's ref");
    }

    @Test
    void slsa_github_generator_is_compared_in_either_case() throws Exception {
        assertThat(v02(generator(BuildTypes.GENERATOR_GENERIC, GENERIC), Builds.githubBy(GENERIC)))
                .isEmpty();
        assertThat(v02(generator(BuildTypes.GENERATOR_GENERIC, Builds.WORKFLOW), Builds.githubBy(GENERIC)))
                .containsExactly("runDetails.builder.id");
        String built = GENERIC.replace("generator_generic", "builder_nodejs");
        assertThat(v02(generator(BuildTypes.GENERATOR_DELEGATOR, built), Builds.githubBy(DELEGATOR)))
                .isEmpty();
        assertThat(v02(generator(BuildTypes.GENERATOR_DELEGATOR, built), Builds.github()))
                .containsExactly("runDetails.builder.id");
    }

    @ParameterizedTest
    @CsvSource({
        "/invocation/configSource, uri, buildDefinition.externalParameters.configSource.uri",
        "/invocation/configSource, entryPoint, buildDefinition.externalParameters.configSource.entryPoint",
        "/metadata, buildInvocationId, runDetails.metadata.invocationId",
        "/invocation/environment, github_event_name, buildDefinition.internalParameters.github_event_name",
        "/invocation/environment, GITHUB_REF, buildDefinition.internalParameters.GITHUB_REF",
        "/invocation/environment, GITHUB_REPOSITORY, buildDefinition.internalParameters.GITHUB_REPOSITORY",
        "/invocation/environment, github_repository_owner, buildDefinition.internalParameters.github_repository_owner",
        "/invocation/environment, GITHUB_REPOSITORY_ID, buildDefinition.internalParameters.GITHUB_REPOSITORY_ID",
        "/invocation/environment, GITHUB_REPOSITORY_OWNER_ID, buildDefinition.internalParameters.GITHUB_REPOSITORY_OWNER_ID",
        "/invocation/environment, github_sha1, buildDefinition.internalParameters.github_sha1",
        "/invocation/environment, GITHUB_WORKFLOW_REF, buildDefinition.internalParameters.GITHUB_WORKFLOW_REF",
        "/invocation/environment, GITHUB_WORKFLOW_SHA, buildDefinition.internalParameters.GITHUB_WORKFLOW_SHA",
        "/invocation/environment, GITHUB_RUN_ID, buildDefinition.internalParameters.GITHUB_RUN_ID",
        "/invocation/environment, GITHUB_RUN_ATTEMPT, buildDefinition.internalParameters.GITHUB_RUN_ATTEMPT",
    })
    void a_forged_field_of_v02_is_found(String pointer, String name, String field) throws Exception {
        ObjectNode forged = generator(BuildTypes.GENERATOR_GENERIC, GENERIC);
        ((ObjectNode) forged.at(pointer)).put(name, "forged");
        assertThat(v02(forged, Builds.githubBy(GENERIC))).containsExactly(field);
    }

    @Test
    void npms_builder_is_the_kind_of_runner_and_may_claim_nothing_of_itself() throws Exception {
        String runner = "https://github.com/actions/runner";
        assertThat(v02(generator(BuildTypes.NPM, runner), Builds.github())).isEmpty();
        assertThat(v02(generator(BuildTypes.NPM, runner + "/github-hosted"), Builds.github()))
                .isEmpty();
        assertThat(v02(generator(BuildTypes.NPM, runner + "/self-hosted"), Builds.github()))
                .containsExactly("runDetails.builder.id");
        ObjectNode reproducible = generator(BuildTypes.NPM, runner);
        reproducible.withObject("/metadata").put("reproducible", true);
        assertThat(v02(reproducible, Builds.github())).containsExactly("metadata.completeness");
        ObjectNode community = Builds.githubPredicate(runner + "/github-hosted");
        community.withObject("/buildDefinition").put("buildType", BuildTypes.GITHUB_WORKFLOW_COMMUNITY);
        assertThat(v1(community, Builds.github())).isEmpty();
        community.withObject("/runDetails/builder").put("id", runner + "/self-hosted");
        assertThat(v1(community, Builds.github())).containsExactly("runDetails.builder.id");
    }

    @Test
    void the_container_based_builder_is_compared() throws Exception {
        ObjectNode predicate = Builds.parse("{'buildDefinition':{'buildType':'" + BuildTypes.GENERATOR_CONTAINER_BASED
                + "','externalParameters':{'source':{'uri':'git+https://github.com/owner/repo@refs/heads/main','digest':{'sha1':'"
                + Builds.COMMIT
                + "'}}},'internalParameters':{'GITHUB_EVENT_NAME':'push'},'resolvedDependencies':[{'uri':"
                + "'git+https://github.com/owner/repo@refs/heads/main','digest':{'sha1':'" + Builds.COMMIT
                + "'}}]},'runDetails':{'builder':{'id':'" + GENERIC + "'},'metadata':{'invocationId':'" + Builds.RUN
                + "'}}}");
        assertThat(v1(predicate, Builds.githubBy(GENERIC))).isEmpty();
        predicate.withObject("/buildDefinition/internalParameters").put("GITHUB_EVENT_NAME", 7);
        assertThat(v1(predicate, Builds.githubBy(GENERIC)))
                .containsExactly("buildDefinition.internalParameters.GITHUB_EVENT_NAME");
    }

    @Test
    void gitlabs_runner_writes_numbers_and_short_digests() throws Exception {
        String project = "https://gitlab.com/group/app";
        BuildClaims claims = Builds.claims(Map.of(
                0,
                project + "//.gitlab-ci.yml@refs/heads/main",
                8,
                "https://gitlab.com",
                9,
                project + "//.gitlab-ci.yml@refs/heads/main",
                12,
                project,
                13,
                Builds.COMMIT,
                21,
                project + "/-/jobs/412"));
        ObjectNode predicate = Builds.parse(
                "{'buildDefinition':{'buildType':'" + BuildTypes.GITLAB_CONTROL_PLANE
                        + "','externalParameters':{'source':'" + project
                        + "','entryPoint':'build'},'resolvedDependencies':[{'uri':'"
                        + project + "','digest':{'sha256':'" + Builds.COMMIT
                        + "'}}]},'runDetails':{'builder':{'id':'https://gitlab.com/groups/group/-/runners/1'},'metadata':{'invocationId':412}}}");
        assertThat(v1(predicate, claims)).isEmpty();
        assertThat(CertificateMatch.of(Builds.read(predicate), claims).unproven())
                .containsExactly("the builder");
        predicate.withObject("/runDetails/metadata").put("invocationId", 413);
        assertThat(v1(predicate, claims)).containsExactly("runDetails.metadata.invocationId");
        predicate.withObject("/runDetails/metadata").put("invocationId", 412);
        predicate.withArray("/buildDefinition/resolvedDependencies").removeAll();
        assertThat(v1(predicate, claims)).containsExactly("buildDefinition.resolvedDependencies");
    }

    @Test
    void buildkit_is_compared_where_a_job_signed_it() throws Exception {
        String text = "{'buildDefinition':{'buildType':'" + BuildTypes.BUILDKIT
                + "','externalParameters':{'configSource':"
                + "{'uri':'https://github.com/owner/repo.git#refs/heads/main','digest':{'sha1':'" + Builds.COMMIT
                + "'}}}},'runDetails':{'builder':{'id':'" + Builds.RUN + "'}}}";
        assertThat(v1(Builds.parse(text), Builds.github())).isEmpty();
        assertThat(v1(Builds.parse(text.replace(Builds.RUN, Builds.WORKFLOW)), Builds.github()))
                .isEmpty();
        assertThat(v1(Builds.parse(text.replace(Builds.RUN, "")), Builds.github()))
                .containsExactly("runDetails.builder.id");
        assertThat(v1(Builds.parse(text.replace("owner/repo.git", "owner/fork")), Builds.github()))
                .containsExactly("buildDefinition.externalParameters.configSource.uri");
        assertThat(v1(Builds.parse(text.replace("heads/main", "heads/x")), Builds.github()))
                .containsExactly("buildDefinition.externalParameters.configSource.uri");
        assertThat(unproven(text.replace("#refs/heads/main", ""), Builds.github()))
                .containsExactly("the source's ref");
        assertThat(unproven(text.replace("'uri'", "'x'"), Builds.github())).hasSize(3);
        assertThat(unproven(text, BuildClaims.NONE)).hasSize(4);
    }

    @Test
    void platforms_of_whose_builds_no_certificate_speaks_do_not_go_with_a_jobs() throws Exception {
        ObjectNode tekton = Builds.parse("{'buildDefinition':{'buildType':'" + BuildTypes.TEKTON
                + "','externalParameters':{}},'runDetails':{'builder':{'id':'https://tekton.dev/chains/v2'}}}");
        assertThat(v1(tekton, BuildClaims.NONE)).isEmpty();
        assertThat(v1(tekton, Builds.github())).containsExactly("buildDefinition.buildType");
        String job = "https://jenkins.example/job/app";
        ObjectNode jenkins = Builds.parse("{'buildDefinition':{'buildType':'" + BuildTypes.JENKINS
                + "','externalParameters':{'job':'" + job + "'}},'runDetails':{'builder':{'id':'" + job + "'}}}");
        assertThat(v1(jenkins, Builds.claims(Map.of(0, job)))).isEmpty();
        assertThat(v1(jenkins, Builds.claims(Map.of(0, job + "2"))))
                .containsExactly("runDetails.builder.id", "buildDefinition.externalParameters.job");
    }

    private static ObjectNode generator(String buildType, String builder) {
        return Builds.parse(
                """
                {'builder':{'id':'%s'},'buildType':'%s',
                 'invocation':{'configSource':{'uri':'git+https://github.com/owner/repo@refs/heads/main','digest':{'sha1':'%s'},
                   'entryPoint':'.github/workflows/main.yml'},'parameters':{},
                   'environment':{'github_event_name':'push','GITHUB_REF':'refs/heads/main','GITHUB_REPOSITORY':'owner/repo',
                     'GITHUB_RUN_ID':'7','GITHUB_RUN_ATTEMPT':'1','arch':'X64'}},
                 'metadata':{'buildInvocationId':'7-1'},
                 'materials':[{'uri':'git+https://github.com/owner/repo@refs/heads/main','digest':{'sha1':'%s'}}]}
                """
                        .formatted(builder, buildType, Builds.COMMIT, Builds.COMMIT));
    }

    private static List<String> unproven(String predicate, BuildClaims claims) throws Exception {
        return CertificateMatch.of(Builds.read(Builds.parse(predicate)), claims).unproven();
    }

    private static List<String> v1(ObjectNode predicate, BuildClaims claims) throws Exception {
        return fields(Builds.read(predicate), claims);
    }

    private static List<String> v02(ObjectNode predicate, BuildClaims claims) throws Exception {
        return fields(Provenance.read(Provenance.V02, JsonObject.of(predicate, "predicate")), claims);
    }

    private static List<String> fields(Provenance provenance, BuildClaims claims) {
        return CertificateMatch.check(provenance, claims).stream()
                .map(Mismatch::field)
                .toList();
    }
}
