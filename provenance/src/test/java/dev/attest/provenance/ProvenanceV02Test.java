package dev.attest.provenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attest.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProvenanceV02Test {
    private static final String BUILDKIT =
            """
            {'builder':{'id':''},'buildType':'https://mobyproject.org/buildkit@v1',
             'invocation':{'configSource':{'uri':'https://github.com/owner/repo.git#refs/heads/main',
               'digest':{'sha1':'bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb'},'entryPoint':'Dockerfile'},
               'parameters':{'frontend':'dockerfile.v0','args':{'build-arg:A':'1'}},'environment':{'platform':'linux/amd64'}},
             'buildConfig':{'llbDefinition':[]},
             'materials':[{'uri':'pkg:docker/debian@12','digest':{'sha256':'cccccccccccccccccccccccccccccccc'}}],
             'metadata':{'buildInvocationId':'x','buildStartedOn':'2024-01-01T00:00:00Z','buildFinishedOn':'2024-01-01T00:01:00Z',
               'completeness':{'parameters':true,'materials':true},'reproducible':true,
               'https://mobyproject.org/buildkit@v1#hermetic':true}}
            """;

    @Test
    void fields_are_mapped_as_the_specification_says() throws Exception {
        Provenance provenance = read(BUILDKIT);
        assertThat(provenance.buildDefinition().externalParameters().names())
                .containsExactly("configSource", "parameters");
        assertThat(provenance.buildDefinition().internalParameters().names())
                .containsExactly("buildConfig", "environment");
        assertThat(provenance.buildDefinition().resolvedDependencies()).hasSize(2);
        assertThat(provenance.runDetails().metadata().invocationId()).contains("x");
        assertThat(provenance.runDetails().metadata().startedOn()).isPresent();
        assertThat(provenance.selfAssessment()).isEqualTo(new SelfAssessment(true, false, true, true, true));
        assertThat(provenance.unknownParameters()).isEmpty();
        assertThat(provenance.parameters().keySet())
                .containsExactly("parameters.args.build-arg:A", "parameters.frontend");
        SourceFacts source = SourceFacts.of(provenance);
        assertThat(source.repository()).contains("https://github.com/owner/repo");
        assertThat(source.ref()).contains("refs/heads/main");
        assertThat(source.commit()).contains("b".repeat(40));
        assertThat(source.path()).contains("Dockerfile");
    }

    @Test
    void a_config_source_that_is_a_material_too_is_one_dependency() throws Exception {
        Provenance provenance =
                read("{'builder':{'id':'b'},'buildType':'t','invocation':{'configSource':{'uri':'git+https://x/y',"
                        + "'digest':{'sha1':'" + "b".repeat(40)
                        + "'}}},'materials':[{'uri':'git+https://x/y','digest':{'sha1':'"
                        + "b".repeat(40) + "'}}]}");
        assertThat(provenance.buildDefinition().resolvedDependencies()).hasSize(1);
        assertThat(provenance.selfAssessment()).isEqualTo(SelfAssessment.NONE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{'builder':{'id':'b'}}",
                "{'builder':{'id':'b'},'buildType':' '}",
                "{'builder':{},'buildType':'t'}",
                "{'builder':{'id':'b'},'buildType':'t','invocation':[]}",
                "{'builder':{'id':'b'},'buildType':'t','invocation':{'configSource':'x'}}",
                "{'builder':{'id':'b'},'buildType':'t','metadata':{'buildStartedOn':'x'}}",
                "{'builder':{'id':'b'},'buildType':'t','metadata':{'reproducible':'x'}}",
                "{'builder':{'id':'b'},'buildType':'t','materials':['x']}",
            })
    void what_is_no_provenance_is_refused(String json) {
        assertThatThrownBy(() -> read(json)).isInstanceOf(MalformedProvenanceException.class);
    }

    @Test
    void buildkits_v1_extensions_are_kept_apart() throws Exception {
        Provenance provenance = Provenance.read(Builds.object("{'buildDefinition':{'buildType':'" + BuildTypes.BUILDKIT
                + "','externalParameters':{'configSource':{},'request':{'frontend':'dockerfile.v0','locals':[],'x':1}},"
                + "'internalParameters':{'anything':1}},"
                + "'runDetails':{'builder':{'id':''},'metadata':{'invocationID':'i','buildkit_hermetic':true,"
                + "'buildkit_completeness':{'request':true,'resolvedDependencies':true}}}}"));
        assertThat(provenance.selfAssessment()).isEqualTo(new SelfAssessment(true, false, true, true, false));
        assertThat(provenance.runDetails().metadata().invocationId()).contains("i");
        assertThat(provenance.unknownParameters()).containsExactly("request.x");
        assertThat(provenance.unknownInternalParameters()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://gitlab.com/gitlab-org/gitlab-runner/-/blob/v17.1.0/PROVENANCE.md",
                "https://gitlab.com/gitlab-org/gitlab/-/issues/546150",
                BuildTypes.TEKTON_FULL,
                BuildTypes.GOOGLE_YAML
            })
    void published_build_types_are_known(String buildType) {
        assertThat(BuildTypes.isKnown(buildType)).isTrue();
    }

    @Test
    void a_build_type_that_looks_like_the_runners_is_not() {
        assertThat(BuildTypes.isKnown("https://gitlab.com/gitlab-org/gitlab-runner/-/blob/a/b/PROVENANCE.md"))
                .isFalse();
    }

    private static Provenance read(String json) throws Exception {
        JsonObject predicate = Builds.object(json);
        return Provenance.read(Provenance.V02, predicate);
    }
}
