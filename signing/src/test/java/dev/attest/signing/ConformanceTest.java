package dev.attest.signing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attest.signing.key.HashAlgorithm;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class ConformanceTest {
    @TestFactory
    Stream<DynamicTest> cases_are_decided_as_the_suite_says() throws Exception {
        return ConformanceCases.all().stream()
                .flatMap(one -> Stream.of(
                        DynamicTest.dynamicTest(one.name() + " by path", () -> check(one, outcome(one, false))),
                        DynamicTest.dynamicTest(one.name() + " by digest", () -> check(one, outcome(one, true)))));
    }

    private static void check(ConformanceCases.Case one, String outcome) {
        System.out.println("CASE " + one.name() + " -> " + outcome);
        assertThat(outcome.startsWith("verified")).isEqualTo(!one.mustFail());
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
