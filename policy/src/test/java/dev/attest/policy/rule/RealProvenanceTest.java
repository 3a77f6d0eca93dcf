package dev.attest.policy.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.attest.intoto.Statement;
import dev.attest.json.JsonObject;
import dev.attest.json.StrictJson;
import dev.attest.policy.Judged;
import dev.attest.provenance.Provenance;
import dev.attest.provenance.expect.Expectations;
import dev.attest.provenance.expect.Unmet;
import dev.attest.provenance.level.BuildLevel;
import dev.attest.provenance.level.BuilderTable;
import dev.attest.provenance.match.BuildClaims;
import dev.attest.provenance.match.CertificateMatch;
import dev.attest.provenance.match.Mismatch;
import dev.attest.signing.Bundle;
import dev.attest.signing.BundleVerifier;
import dev.attest.signing.Identities;
import dev.attest.signing.Rejected;
import dev.attest.signing.TrustedRoot;
import dev.attest.signing.Verification;
import dev.attest.signing.Verified;
import dev.attest.testvectors.SharedVectors;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Provenance of real builds out of slsa-verifier's test data, judged as its own regression tests say: which signatures are
 * broken, which repository each was built from, and that one was signed by somebody else.
 */
class RealProvenanceTest {
    private static final String BCR = "https://github.com/bazel-contrib/";

    @ParameterizedTest
    @CsvSource({
        "supreme-googles-cli-v02-tag, https://github.com/trishankatdatadog/supreme-goggles, refs/tags/v1.0.5, 2",
        "gundam-visor-cli-v1-tag, https://github.com/ramonpetgrave64/gundam-visor, refs/tags/*, 2",
        "provenance-npm-test-cli-v02-prega, https://github.com/laurentsimon/provenance-npm-test, refs/heads/main, 2",
        "provenance-npm-test-cli-v1-prega, https://github.com/sigstore/sigstore-js, refs/heads/main, 2",
        "provenance-npm-test-ossf, https://github.com/laurentsimon/provenance-npm-test, refs/heads/main, 3",
    })
    void packages_are_of_the_repository_that_they_say(String name, String repository, String refs, int level)
            throws Exception {
        Judgement judged = judge(npm(name));
        assertThat(judged.match().mismatches()).isEmpty();
        assertThat(judged.provenance().unknownParameters()).isEmpty();
        assertThat(judged.level()).isEqualTo(level);
        assertThat(judged.unmet("{'source':{'repository':'" + repository + "','refs':['" + refs + "']}}"))
                .doesNotContain("source.repository", "source.refs", "events", "signer", "buildTypes");
        assertThat(judged.unmet("{'source':{'repository':'" + repository + "S'}}"))
                .contains("source.repository");
    }

    @ParameterizedTest
    @CsvSource({
        "supreme-googles-cli-v02-tag-invalidsigprov",
        "gundam-visor-cli-v1-tag-invalidsigprov",
        "provenance-npm-test-cli-v02-prega-invalidsigprov",
        "provenance-npm-test-cli-v1-prega-invalidsigprov",
        "provenance-npm-test-ossf-invalidsigprov",
    })
    void broken_signatures_are_refused(String name) throws Exception {
        assertThat(verify(npm(name))).isInstanceOf(Rejected.class);
    }

    @ParameterizedTest
    @CsvSource({
        "MODULE.bazel, publish-to-bcr/.github/workflows/publish.yaml@refs/tags/v*",
        "rules_lint-v1.3.1.tar.gz, .github/.github/workflows/release_ruleset.yaml@refs/tags/v*",
    })
    void releases_of_bazel_modules_are_by_the_builder_that_is_named(String name, String builder) throws Exception {
        Judgement judged = judge(bcr(name));
        assertThat(judged.match().mismatches()).isEmpty();
        assertThat(judged.unmet("{'source':{'repository':'https://github.com/aspect-build/rules_lint',"
                        + "'repositoryId':'631710741'},'signer':'" + BCR + builder + "','runner':'hosted'}"))
                .isEmpty();
        assertThat(judged.level()).isEqualTo(2);
        BuilderTable own =
                BuilderTable.read(object("{'builders':[{'issuer':'https://token.actions.githubusercontent.com',"
                        + "'signer':'" + BCR + builder + "','builder':'" + BCR + builder + "','level':3}]}"));
        assertThat(BuildLevel.of(judged.provenance(), judged.claims(), own).level())
                .isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource("MODULE-wrong-signer.bazel")
    void a_predicate_signed_by_another_repositorys_workflow_is_refused(String name) throws Exception {
        Judgement judged = judge(bcr(name));
        assertThat(judged.match().mismatches())
                .extracting(Mismatch::field)
                .contains(
                        "runDetails.builder.id",
                        "buildDefinition.externalParameters.workflow.repository",
                        "buildDefinition.resolvedDependencies",
                        "runDetails.metadata.invocationId");
        assertThat(judged.level()).isZero();
    }

    /** One verified provenance, and what its certificate makes of it. */
    private record Judgement(Provenance provenance, BuildClaims claims) {
        CertificateMatch match() {
            return CertificateMatch.of(provenance, claims);
        }

        int level() {
            return BuildLevel.of(provenance, claims, BuilderTable.BUILT_IN).level();
        }

        List<String> unmet(String expectations) throws Exception {
            return Expectations.read(object(expectations)).check(provenance, claims).stream()
                    .map(Unmet::expectation)
                    .collect(Collectors.toList());
        }
    }

    private static Judgement judge(byte[] bundle) throws Exception {
        Verified verified = (Verified) verify(bundle);
        Statement statement = verified.statement();
        return new Judgement(
                Provenance.read(statement.predicateType(), statement.predicate()), SignerClaims.of(verified));
    }

    private static Verification verify(byte[] bundle) throws Exception {
        Path root = folder("sigstore-conformance").resolve("public_good_trusted_root.json");
        return new BundleVerifier(TrustedRoot.parse(Files.readAllBytes(root)))
                .verify(Bundle.parse(bundle), Identities.unsafeAny());
    }

    /** The bundle of the provenance among the registry's attestations. */
    private static byte[] npm(String name) throws Exception {
        Path file = folder("slsa-verifier").resolve("npm").resolve("gha").resolve(name + ".tgz.json");
        for (JsonObject attestation :
                StrictJson.parseObject(Files.readAllBytes(file), "npm").objects("attestations")) {
            if (Provenance.isProvenance(attestation.text("predicateType"))) {
                return StrictJson.write(attestation.object("bundle").node());
            }
        }
        throw new IllegalStateException("no provenance in " + name);
    }

    private static byte[] bcr(String name) throws Exception {
        return Files.readAllBytes(folder("slsa-verifier").resolve("bcr").resolve(name + ".intoto.jsonl"));
    }

    private static Path folder(String name) {
        Optional<Path> folder = SharedVectors.folder(name);
        assumeTrue(folder.isPresent(), "without ../shared/vectors/" + name);
        return folder.get();
    }

    private static JsonObject object(String json) throws Exception {
        return JsonObject.of(Judged.parse(json), "json");
    }
}
