package dev.attest.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.attest.json.StrictJson;
import dev.attest.signing.key.HashAlgorithm;
import dev.attest.signing.refusal.Reason;
import dev.attest.signing.revocation.Revocations;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** slsa-verifier's vectors, decided as its own tests decide them (main_regression_test.go, bundle_test.go). */
class SlsaVerifierVectorsTest {
    private static final String SHA512 = "sha512";
    /** The registry's key, as slsa-verifier's tests hold it. */
    private static final String NPM = "-----BEGIN PUBLIC KEY-----\n"
            + "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE1Olb3zMAFFxXKHiIkQO5cJ3Yhl5i6UPp"
            + "+IhuteBJbuHcA5UogKo0EWtlWwW6KSaKoTNEYL7JlCQiVnkhBktUgg==\n-----END PUBLIC KEY-----\n";

    private final Path folder = ConformanceCases.vectors().resolve("slsa-verifier");

    @BeforeEach
    void vectors_are_here() {
        assumeTrue(
                Files.isDirectory(folder), "slsa-verifier's vectors are not here; ATTEST_VECTORS names their parent");
    }

    /** The first is a statement without predicate type, which in-toto demands: slsa-verifier looks at its signatures only. */
    @ParameterizedTest
    @CsvSource({
        "valid, STATEMENT",
        "valid-v0.3, verified",
        "attestation, verified",
        "mismatch-tlog, LOG_ENTRY_MISMATCH",
        "invalid-set, LOG_SIGNATURE",
        "invalid-dsse-sig, LOG_ENTRY_MISMATCH"
    })
    void bundles(String name, String outcome) throws Exception {
        byte[] bundle = read("bundle/" + name + ".intoto.sigstore");
        assertThat(outcome(verifier().verify(Bundle.parse(bundle), Identities.unsafeAny())))
                .isEqualTo(outcome);
    }

    @ParameterizedTest
    @CsvSource({
        "MODULE.bazel, bazel-contrib/publish-to-bcr/.github/workflows/publish.yaml, verified",
        "rules_lint-v1.3.1.tar.gz, bazel-contrib/.github/.github/workflows/release_ruleset.yaml, verified",
        "MODULE-wrong-signer.bazel, bazel-contrib/publish-to-bcr/.github/workflows/publish.yaml, IDENTITY",
        "MODULE.bazel, , IDENTITY",
        "rules_lint-v1.3.1.tar.gz, , IDENTITY"
    })
    void bazel_registry(String artifact, @org.jspecify.annotations.Nullable String workflow, String outcome)
            throws Exception {
        Bundle bundle = Bundle.parse(read("bcr/" + artifact + ".intoto.jsonl"));
        var identity = new AcceptedIdentity.GitHub(
                "aspect-build/rules_lint", Optional.ofNullable(workflow), Optional.empty(), Optional.empty());
        byte[] bytes = read("bcr/" + artifact);
        var verifier = verifier();
        assertThat(outcome(verifier.verifyBlob(bundle, bytes, Identities.of(List.of(identity)))))
                .isEqualTo(outcome);
        byte[] digest = HashAlgorithm.SHA256.hash(bytes);
        assertThat(outcome(verifier.verifyDigest(bundle, digest, Identities.of(List.of(identity)))))
                .isEqualTo(outcome);
        bytes[0] ^= 1;
        assertThat(verifier.verifyBlob(bundle, bytes, Identities.unsafeAny())).isInstanceOf(Rejected.class);
    }

    @ParameterizedTest
    @CsvSource({
        "supreme-googles-cli-v02-tag, trishankatdatadog/supreme-goggles",
        "gundam-visor-cli-v1-tag, ramonpetgrave64/gundam-visor",
        "provenance-npm-test-cli-v02-prega, laurentsimon/provenance-npm-test",
        "provenance-npm-test-cli-v1-prega, sigstore/sigstore-js",
        "provenance-npm-test-ossf, laurentsimon/provenance-npm-test"
    })
    void npm(String name, String repository) throws Exception {
        assertThat(npm(name, name, repository)).containsExactly("verified", "verified");
        assertThat(npm(name, name, repository + "S")).containsExactly("verified", "IDENTITY");
        assertThat(npm(name, name + "-invalidsigprov", repository).get(1)).isNotEqualTo("verified");
        assertThat(npm(name, name + "-invalidsigprov", repository).get(0)).isEqualTo("verified");
        assertThat(npm(name, name + "-invalidsigpub", repository).get(0)).isNotEqualTo("verified");
        assertThat(npm(name, name + "-invalidsigpub", repository).get(1)).isEqualTo("verified");
    }

    /** What becomes of the registry's own attestation, and of the provenance. */
    private List<String> npm(String artifact, String attestations, String repository) throws Exception {
        byte[] bytes = read("npm/gha/" + artifact + ".tgz");
        var provenance = new AcceptedIdentity.GitHub(repository, Optional.of("**"), Optional.empty(), Optional.empty());
        var outcomes = new ArrayList<String>();
        for (JsonNode one : StrictJson.parseObject(read("npm/gha/" + attestations + ".tgz.json"), "npm", 1 << 24)
                .node()
                .path("attestations")) {
            boolean published = one.path("predicateType").asText().contains("npm/attestation");
            Identities accepted = published
                    ? Identities.ofKey(NPM.getBytes(java.nio.charset.StandardCharsets.UTF_8))
                    : Identities.of(List.of(provenance));
            outcomes.add(published ? 0 : outcomes.size(), outcome(judged(one.path("bundle"), bytes, accepted)));
        }
        return outcomes;
    }

    private Verification judged(JsonNode bundle, byte[] artifact, Identities accepted) throws Exception {
        Verification verification = verifier().verify(Bundle.parse(StrictJson.write((ObjectNode) bundle)), accepted);
        String digest = HexFormat.of().formatHex(HashAlgorithm.SHA512.hash(artifact));
        if (verification instanceof Verified verified) {
            assertThat(verified.statement().isAbout(Map.of(SHA512, digest))).isTrue();
        }
        return verification;
    }

    @Test
    void verification_summary_by_its_key() throws Exception {
        byte[] summary = read("vsa/gce/v1/gke-gce-pre.bcid-vsa.jsonl");
        Identities key = Identities.ofKey(read("vsa/gce/v1/vsa_signing_public_key.pem"));
        EnvelopeVerification verification = new EnvelopeVerifier(
                        key, Optional.of("keystore://76574:prod:vsa_signing_public_key"), Revocations.none())
                .verify(summary);
        assertThat(verification).isInstanceOfSatisfying(VerifiedEnvelope.class, verified -> assertThat(
                        verified.statement().isAbout(Map.of("gce_image_id", "8970095005306000053")))
                .isTrue());
        for (String other : List.of("", "my_key_id")) {
            var verifier = new EnvelopeVerifier(key, Optional.of(other), Revocations.none());
            assertThat(EnvelopeVerifierTest.reason(verifier.verify(summary))).isEqualTo(Reason.IDENTITY);
        }
    }

    private BundleVerifier verifier() throws Exception {
        return new BundleVerifier(TrustedRoot.parse(
                Files.readAllBytes(folder.resolveSibling("sigstore-conformance/public_good_trusted_root.json"))));
    }

    private byte[] read(String file) throws Exception {
        return Files.readAllBytes(folder.resolve(file));
    }

    private static String outcome(Verification verification) {
        return verification instanceof Rejected rejected ? rejected.reason().name() : "verified";
    }
}
