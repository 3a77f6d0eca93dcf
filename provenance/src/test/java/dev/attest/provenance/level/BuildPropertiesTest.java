package dev.attest.provenance.level;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.attest.provenance.BuildTypes;
import dev.attest.provenance.Builds;
import dev.attest.provenance.match.BuildClaims;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BuildPropertiesTest {
    private static final String BUILDKIT = "{'buildDefinition':{'buildType':'" + BuildTypes.BUILDKIT
            + "','externalParameters':{},'resolvedDependencies':[{'uri':'pkg:docker/debian@12','digest':{'sha256':'"
            + "c".repeat(64) + "'}}]},'runDetails':{'builder':{'id':'b'},'metadata':{'buildkit_hermetic':true,"
            + "'buildkit_completeness':{'resolvedDependencies':true}}}}";

    @Test
    void a_build_is_hermetic_and_complete_by_its_builders_word() throws Exception {
        assertThat(BuildProperties.isHermetic(Builds.read(Builds.parse(BUILDKIT))))
                .isTrue();
        assertThat(BuildProperties.hasPinnedAndCompleteDependencies(Builds.read(Builds.parse(BUILDKIT))))
                .isTrue();
        ObjectNode incomplete =
                Builds.parse(BUILDKIT.replace("'resolvedDependencies':true", "'resolvedDependencies':false"));
        assertThat(BuildProperties.isHermetic(Builds.read(incomplete))).isFalse();
        assertThat(BuildProperties.hasPinnedAndCompleteDependencies(Builds.read(incomplete)))
                .isFalse();
        ObjectNode online = Builds.parse(BUILDKIT.replace("hermetic':true", "hermetic':false"));
        assertThat(BuildProperties.isHermetic(Builds.read(online))).isFalse();
    }

    @Test
    void a_dependency_without_digest_and_none_at_all_are_not_pinned() throws Exception {
        ObjectNode unpinned = Builds.parse(BUILDKIT);
        unpinned.withArray("/buildDefinition/resolvedDependencies").addObject().put("uri", "https://x.example/y");
        assertThat(BuildProperties.unpinned(Builds.read(unpinned))).containsExactly("https://x.example/y");
        assertThat(BuildProperties.hasPinnedAndCompleteDependencies(Builds.read(unpinned)))
                .isFalse();
        unpinned.withArray("/buildDefinition/resolvedDependencies").removeAll();
        assertThat(BuildProperties.hasPinnedAndCompleteDependencies(Builds.read(unpinned)))
                .isFalse();
    }

    @Test
    void a_build_is_parameterless_where_nothing_was_given() throws Exception {
        ObjectNode community = Builds.githubPredicate(Builds.WORKFLOW);
        community.withObject("/buildDefinition").put("buildType", BuildTypes.GITHUB_WORKFLOW_COMMUNITY);
        ObjectNode external = community.withObject("/buildDefinition/externalParameters");
        external.putObject("inputs").put("a", "").putNull("b").putArray("c");
        assertThat(BuildProperties.isParameterless(Builds.read(community))).isTrue();
        external.putObject("inputs").put("a", false);
        assertThat(BuildProperties.isParameterless(Builds.read(community))).isFalse();
        external.remove("inputs");
        external.put("other", 1);
        assertThat(BuildProperties.isParameterless(Builds.read(community))).isFalse();
    }

    @Test
    void two_known_builders_with_two_signers_reproduce_and_one_twice_does_not() throws Exception {
        String entry =
                "{'builtIn':true,'builders':[{'issuer':'https://i.example','signer':'**','builder':'**','level':%d,"
                        + "'signedBy':'platform'}]}";
        var table = BuilderTable.read(Builds.object(entry.formatted(2)));
        Reproduction.Build github = build(Builds.WORKFLOW, Builds.github());
        String otherRef = Builds.WORKFLOW.replace("main.yml@refs/heads/main", "main.yml@refs/heads/topic");
        Reproduction.Build again = build(otherRef, Builds.githubBy(otherRef));
        Reproduction.Build other = new Reproduction.Build(
                Builds.read(Builds.parse("{'buildDefinition':{'buildType':'" + BuildTypes.TEKTON
                        + "','externalParameters':{}},'runDetails':{'builder':{'id':'https://tekton.example'}}}")),
                Builds.claims(Map.of(0, "spiffe://x", 8, "https://i.example")));
        assertThat(Reproduction.isReproduced(List.of(github, other), table)).isTrue();
        assertThat(Reproduction.isReproduced(List.of(github, again), table)).isFalse();
        assertThat(Reproduction.isReproduced(
                        List.of(github, other), BuilderTable.read(Builds.object(entry.formatted(1)))))
                .isFalse();
        assertThat(Reproduction.isReproduced(List.of(github), table)).isFalse();
        String another = "https://github.com/somebody/else/.github/workflows/again.yml@refs/heads/main";
        Reproduction.Build samePlatform = build(another, Builds.githubBy(another));
        assertThat(BuildLevel.of(samePlatform.provenance(), samePlatform.claims(), table)
                        .level())
                .isPositive();
        assertThat(Reproduction.isReproduced(List.of(github, samePlatform), table))
                .isFalse();
        assertThat(Reproduction.isReproduced(List.of(github, other), BuilderTable.BUILT_IN))
                .isFalse();
    }

    private static Reproduction.Build build(String builder, BuildClaims claims) throws Exception {
        return new Reproduction.Build(Builds.read(Builds.githubPredicate(builder)), claims);
    }
}
