package dev.attest.provenance.level;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attest.provenance.BuildTypes;
import dev.attest.provenance.Builds;
import dev.attest.provenance.MalformedProvenanceException;
import dev.attest.provenance.Provenance;
import dev.attest.provenance.level.BuilderEntry.Runner;
import dev.attest.provenance.level.BuilderEntry.SignedBy;
import dev.attest.provenance.match.BuildClaims;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BuilderTableTest {
    private static final String ENTRY =
            "'issuer':'https://i.example','signer':'https://s.example/*','builder':'b:*','level':2";

    @Test
    void a_table_is_read() throws Exception {
        BuilderTable table = BuilderTable.read(Builds.object("{'builders':[{" + ENTRY + "},{" + ENTRY
                + ",'buildTypes':['https://example.com/*'],'runner':'any','signedBy':'platform'}]}"));
        assertThat(table.entries()).hasSize(2);
        assertThat(table.entries().get(0).runner()).isEqualTo(Runner.HOSTED);
        assertThat(table.entries().get(0).signedBy()).isEqualTo(SignedBy.JOB);
        assertThat(table.entries().get(0).buildTypes()).isEmpty();
        assertThat(table.entries().get(1).runner()).isEqualTo(Runner.ANY);
        assertThat(table.entries().get(1).signedBy()).isEqualTo(SignedBy.PLATFORM);
        assertThat(table.entries().get(1).buildTypes()).hasSize(1);
    }

    @Test
    void built_in_builders_count_where_they_are_asked_for() throws Exception {
        assertThat(BuilderTable.read(Builds.object("{'builtIn':true}"))).isEqualTo(BuilderTable.BUILT_IN);
        assertThat(BuilderTable.read(Builds.object("{'builtIn':true,'builders':[{" + ENTRY + "}]}"))
                        .entries())
                .hasSize(BuilderTable.BUILT_IN.entries().size() + 1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | json.builders: expected at least one builder",
                "{'builder':[]} | json: there is no builder here",
                "{'builders':[{" + ENTRY + ",'runners':'any'}]} | json.builders[0]: there is no runners here",
                "{'builders':[{" + ENTRY + ",'runner':'all'}]} | json.builders[0].runner: expected hosted or any",
                "{'builders':[{" + ENTRY + ",'signedBy':'me'}]} | json.builders[0].signedBy: expected job or platform",
                "{'builders':[{" + ENTRY + ",'buildTypes':['']}]} | json.builders[0].buildTypes",
                "{'builders':[{'issuer':'i','signer':'s','builder':'b','level':4}]} | json.builders[0].level: expected 0",
                "{'builders':[{'issuer':'i','signer':'s','builder':'b','level':-1}]} | json.builders[0].level",
                "{'builders':[{'issuer':'i','signer':'s','builder':'b','level':'2'}]} | json.builders[0].level",
                "{'builders':[{'issuer':'i','signer':'s','builder':'','level':2}]} | json.builders[0].builder",
                "{'builders':[{'issuer':'i','signer':'s','level':2}]} | json.builders[0].builder: expected a text",
            })
    void what_is_no_table_is_refused_with_its_place(String json, String message) {
        assertThatThrownBy(() -> BuilderTable.read(Builds.object(json)))
                .isInstanceOf(MalformedProvenanceException.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource({
        "https://token.actions.githubusercontent.com, https://github.com/o/r/.github/workflows/w.yml@refs/heads/m, https://github.com/o/r/.github/workflows/w.yml@refs/heads/m, true",
        "https://token.actions.githubusercontent.com, https://github.com/o/r/w.yml@r, https://github.com.example.com/o/r, false",
        "https://token.actions.githubusercontent.com, https://github.com/o/r/w.yml@r, https://attest.dev/builders/local, false",
        "https://token.actions.githubusercontent.com, https://github.com/o/r/w.yml@r, http://github.com/o/r, false",
        "https://token.actions.githubusercontent.com.example.com, https://github.com/o/r, https://github.com/o/r, false",
        "https://token.actions.githubusercontent.com, p@example.com, https://github.com/o/r, false",
        "https://local.attest.invalid, developer@local.attest.invalid, https://attest.dev/builders/local, false",
        "https://local.attest.invalid, https://github.com/o/r, https://github.com/o/r, false",
        "https://accounts.google.com, p@example.com, https://attest.dev/builders/local, false",
        "https://gitlab.com, https://gitlab.com/o/r, https://gitlab.com/o/r, false",
    })
    void signer_and_builder_are_a_known_pair_or_none(String issuer, String signer, String builder, boolean known)
            throws Exception {
        BuildClaims claims = Builds.claims(Map.of(0, signer, 8, issuer));
        Provenance provenance = Builds.read(Builds.githubPredicate(builder));
        assertThat(BuilderTable.BUILT_IN.knows(provenance, claims)).isEqualTo(known);
    }

    @ParameterizedTest
    @CsvSource({
        "https://local.attest.invalid, developer@local.attest.invalid, https://attest.dev/builders/local, "
                + BuildTypes.LOCAL,
        "https://gitlab.com, https://gitlab.com/o/r//.gitlab-ci.yml@refs/heads/m, https://gitlab.com/o/r//.gitlab-ci.yml@refs/heads/m, "
                + BuildTypes.GITLAB,
        "https://gitlab.com, https://gitlab.com/o/r//.gitlab-ci.yml@refs/heads/m, https://gitlab.com/groups/o/-/runners/1, https://gitlab.com/gitlab-org/gitlab-runner/-/blob/v17.0.0/PROVENANCE.md",
        "https://agent.buildkite.com, https://buildkite.com/o/p, https://buildkite.com/o/p, " + BuildTypes.BUILDKITE,
        "https://oidc.circleci.com/org/x, https://circleci.com/api/v2/projects/1/pipeline-definitions/2, https://circleci.com/api/v2/projects/1/pipeline-definitions/2, "
                + BuildTypes.CIRCLECI,
        "https://accounts.google.com, 1@cloudbuild.gserviceaccount.com, https://attest.dev/builders/google-cloud-build, "
                + BuildTypes.GOOGLE_CLOUD_BUILD,
    })
    void each_platform_has_a_pair(String issuer, String signer, String builder, String buildType) throws Exception {
        var predicate = Builds.githubPredicate(builder);
        predicate.withObject("/buildDefinition").put("buildType", buildType);
        assertThat(BuilderTable.BUILT_IN.knows(Builds.read(predicate), Builds.claims(Map.of(0, signer, 8, issuer))))
                .isTrue();
    }
}
