package dev.attest.provenance.expect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.attest.provenance.BuildTypes;
import dev.attest.provenance.Builds;
import dev.attest.provenance.MalformedProvenanceException;
import dev.attest.provenance.match.BuildClaims;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpectationsTest {
    @Test
    void everything_that_can_be_expected_is_read() throws Exception {
        Expectations read =
                Expectations.read(Builds.object("{'source':{'repository':'git+https://github.com/owner/repo.git',"
                        + "'repositoryId':'1','ownerId':'2','refs':['refs/heads/*'],'commit':'" + Builds.COMMIT + "'},"
                        + "'workflow':'.github/workflows/*.yml','signer':'https://github.com/owner/**','signerDigest':'"
                        + Builds.COMMIT + "','movingSigner':true,'events':['push'],'runner':'hosted',"
                        + "'inputs':{},'buildTypes':['" + BuildTypes.GITHUB_WORKFLOW + "'],'signedBy':'job'}"));
        assertThat(read.source().repository()).contains("https://github.com/owner/repo");
        assertThat(read.check(Builds.read(Builds.githubPredicate(Builds.WORKFLOW)), Builds.github()))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | json: nothing is expected",
                "{'sources':{}} | json: there is no sources here",
                "{'source':{'branch':'x'}} | json.source: there is no branch here",
                "{'source':{'commit':'abc'}} | json.source.commit: expected a whole commit",
                "{'source':{'repository':' '}} | json.source.repository: expected a text that is not empty",
                "{'source':{'refs':['']}} | json.source.refs",
                "{'runner':'mine'} | json.runner: expected hosted or any",
                "{'signedBy':'me'} | json.signedBy: expected job or platform",
                "{'movingSigner':'yes'} | json.movingSigner: expected true or false",
                "{'events':'push'} | json.events: expected an array",
                "{'environment':''} | json.environment: expected a text that is not empty",
            })
    void what_is_no_expectation_is_refused_with_its_place(String json, String message) {
        assertThatThrownBy(() -> Expectations.read(Builds.object(json)))
                .isInstanceOf(MalformedProvenanceException.class)
                .hasMessageContaining(message);
    }

    @Test
    void a_platform_that_signs_itself_is_believed_where_no_certificate_speaks() throws Exception {
        ObjectNode predicate = Builds.parse("{'buildDefinition':{'buildType':'" + BuildTypes.GOOGLE_TRIGGERED
                + "','externalParameters':{'sourceToBuild':{'repository':'https://github.com/owner/repo','ref':'refs/heads/main'},"
                + "'substitutions':{'_A':'1'}},'resolvedDependencies':[{'uri':'git+https://github.com/owner/repo@refs/heads/main',"
                + "'digest':{'sha1':'" + Builds.COMMIT + "'}}]},'runDetails':{'builder':{'id':'https://b.example'}}}");
        BuildClaims platform = Builds.claims(Map.of(0, "platform@example.com", 8, "https://issuer.example"));
        String expected = "'source':{'repository':'https://github.com/owner/repo','commit':'" + Builds.COMMIT
                + "'},'inputs':{'substitutions._A':'1'}";
        assertThat(names("{" + expected + ",'signedBy':'platform'}", predicate, platform))
                .isEmpty();
        assertThat(names("{" + expected + "}", predicate, platform))
                .containsExactly("source.repository", "source.commit");
        assertThat(names("{'source':{'refs':['refs/tags/*']},'signedBy':'platform'}", predicate, platform))
                .containsExactly("source.refs", "inputs.substitutions._A");
        assertThat(names(
                        "{'workflow':'x','events':['y'],'signedBy':'platform','inputs':{'substitutions._A':'1'}}",
                        predicate,
                        platform))
                .containsExactly("workflow", "events");
    }

    @Test
    void a_signer_is_expected_with_and_without_its_ref() throws Exception {
        ObjectNode predicate = Builds.githubPredicate(Builds.WORKFLOW);
        String workflow = Builds.GITHUB + "/.github/workflows/main.yml";
        assertThat(names("{'signer':'" + workflow + "'}", predicate, Builds.github()))
                .isEmpty();
        assertThat(names("{'signer':'" + workflow + "@refs/heads/*'}", predicate, Builds.github()))
                .isEmpty();
        assertThat(names("{'signer':'" + workflow + "@refs/tags/*'}", predicate, Builds.github()))
                .containsExactly("signer");
    }

    @Test
    void a_build_type_has_to_be_known_or_expected() throws Exception {
        ObjectNode predicate = Builds.githubPredicate(Builds.WORKFLOW);
        assertThat(names("{'buildTypes':['https://example.com/*']}", predicate, Builds.github()))
                .containsExactly("buildTypes");
        predicate.withObject("/buildDefinition").put("buildType", "https://example.com/b");
        assertThat(names("{'runner':'any'}", predicate, Builds.github())).contains("buildTypes", "inputs");
    }

    @Test
    void an_unmet_expectation_is_one_printable_line() {
        assertThat(new Unmet("a", "predicate", "b", java.util.Optional.of("\n\u001b" + "x".repeat(999))).reason())
                .startsWith("a: expected b, the predicate says ??x")
                .hasSizeLessThan(400);
    }

    private static List<String> names(String expectations, ObjectNode predicate, BuildClaims claims) throws Exception {
        return Expectations.read(Builds.object(expectations)).check(Builds.read(predicate), claims).stream()
                .map(Unmet::expectation)
                .toList();
    }
}
