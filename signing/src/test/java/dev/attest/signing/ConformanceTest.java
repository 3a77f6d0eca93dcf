package dev.attest.signing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attest.signing.key.HashAlgorithm;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class ConformanceTest {
    @TestFactory
    Stream<DynamicTest> cases_are_decided_as_the_suite_says() throws Exception {
        if (!ConformanceCases.present()) {
            // A factory that is skipped as a whole is not counted: one skipped test says it.
            return Stream.of(DynamicTest.dynamicTest("sigstore-conformance", ConformanceCases::all));
        }
        return ConformanceCases.all().stream()
                .flatMap(one -> Stream.of(
                        DynamicTest.dynamicTest(one.name() + " by path", () -> check(one, outcome(one, false))),
                        DynamicTest.dynamicTest(one.name() + " by digest", () -> check(one, outcome(one, true)))));
    }

    /** By name, the check that the case's README says has to refuse it. */
    private static final Map<String, String> REASONS = reasons(
            """
            MALFORMED bundle-empty-certificate-chain bundle-invalid-base64-signature bundle-malformed-json
            MALFORMED bundle-negative-log-index
            UNSUPPORTED bundle-unknown-version
            CERTIFICATE_CHAIN bundle-with-root-cert
            LOG_SIGNATURE bundle-from-wrong-instance checkpoint-bad-keyhint invalid-checkpoint-signature
            LOG_SIGNATURE set-invalid-signature rekor2-checkpoint-missing-log-signature
            LOG_SIGNATURE rekor2-checkpoint-missing-origin rekor2-checkpoint-missing-root-hash
            LOG_SIGNATURE rekor2-checkpoint-missing-size rekor2-checkpoint-no-matching-signature
            LOG_PROOF checkpoint-wrong-roothash inclusion-proof-corrupted-hash invalid-inclusion-proof
            SIGNATURE dsse-invalid-sig rekor2-dsse-invalid-sig signature-mismatch managed-key-wrong-key
            LOG_ENTRY_MISMATCH dsse-mismatch-envelope dsse-mismatch-sig incorrect-public-key
            LOG_ENTRY_MISMATCH intoto-log-entry-mismatch rekor2-dsse-mismatch-envelope rekor2-dsse-mismatch-sig
            LOG_ENTRY_MISMATCH wrong-hashedrekord-artifact wrong-hashedrekord-cert-and-sig wrong-hashedrekord-entry
            CERTIFICATE_TIME integrated-time-in-future intoto-expired-certificate
            CERTIFICATE_TIME intoto-set-outside-signing-cert-validity rekor2-timestamp-with-incorrect-time
            CERTIFICATE_TIME intoto-tsa-timestamp-outside-cert-validity
            LOG_ENTRY_MISSING intoto-missing-inclusion-proof rekor2-no-inclusion-proof
            SCT invalid-ct-key
            IDENTITY managed-key-no-key
            ARTIFACT message-digest-mismatch wrong-material
            TIMESTAMP rekor2-no-timestamp rekor2-timestamp-outside-tsa-cert-validity
            TIMESTAMP rekor2-timestamp-payload-mismatch rekor2-timestamp-untrusted-tsa-with-embedded-cert
            TIMESTAMP rekor2-timestamp-untrusted-tsa-without-embedded-cert
            TRUST_WINDOW rekor2-timestamp-outside-trust-root-tsa-validity trust-root-tlog-missing-validity-start
            """);

    private static void check(ConformanceCases.Case one, String outcome) {
        String expected = one.mustFail()
                ? REASONS.getOrDefault(one.name().replaceFirst("_fail$", ""), "a reason in the table above")
                : "verified";
        assertThat(outcome.split(" ")[0]).as(outcome).isEqualTo(expected);
    }

    private static Map<String, String> reasons(String table) {
        var reasons = new HashMap<String, String>();
        table.lines().forEach(line -> {
            List<String> words = List.of(line.split(" "));
            words.subList(1, words.size()).forEach(name -> reasons.put(name, words.get(0)));
        });
        return reasons;
    }

    private static String outcome(ConformanceCases.Case one, boolean byDigest) throws Exception {
        Bundle bundle;
        try {
            bundle = Bundle.parse(one.bundle());
        } catch (MalformedBundleException e) {
            return e.reason() + " " + e.getMessage();
        }
        var verifier = new BundleVerifier(TrustedRoot.parse(one.trustedRoot()));
        Identities accepted = one.key().isPresent()
                ? Identities.ofKey(one.key().get())
                : Identities.of(List.of(new AcceptedIdentity.Exact(one.issuer(), one.identity())));
        Verification verification = byDigest
                ? verifier.verifyDigest(bundle, HashAlgorithm.SHA256.hash(one.artifact()), accepted)
                : verifier.verifyBlob(bundle, one.artifact(), accepted);
        return verification instanceof Rejected rejected ? rejected.reason() + " " + rejected.detail() : "verified";
    }
}
