package dev.attest.signing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attest.signing.key.HashAlgorithm;
import dev.sigstore.KeylessVerifier;
import dev.sigstore.TrustedRootProvider;
import dev.sigstore.VerificationOptions;
import dev.sigstore.strings.StringMatcher;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** sigstore-java 2.0.0 agrees with the conformance suite, and so with ours, but for what is listed. */
class SecondOpinionTest {
    private static final Set<String> KNOWN_TO_BE_WRONG_THERE = Set.of(
            // accepted, though the log's time is outside the certificate's validity
            "integrated-time-in-future_fail",
            // accepted, though the log's key has no start of validity
            "trust-root-tlog-missing-validity-start_fail",
            // refused: keys, intoto entries, and hashedrekord entries of envelopes are not supported
            "intoto-with-custom-trust-root",
            "managed-key-and-trusted-root",
            "managed-key-happy-path",
            "rekor2-dsse-happy-path");

    @Test
    void another_verifier_decides_the_same(@TempDir Path folder) throws Exception {
        var different = new TreeSet<String>();
        for (ConformanceCases.Case one : ConformanceCases.all()) {
            if (accepts(one, folder) == one.mustFail()) {
                different.add(one.name());
            }
        }
        assertThat(different).isEqualTo(KNOWN_TO_BE_WRONG_THERE);
    }

    private static boolean accepts(ConformanceCases.Case one, Path folder) throws Exception {
        Path root = Files.write(folder.resolve("trusted_root.json"), one.trustedRoot());
        var verifier = KeylessVerifier.builder()
                .trustedRootProvider(TrustedRootProvider.from(root))
                .build();
        var who = VerificationOptions.CertificateMatcher.fulcio()
                .subjectAlternativeName(StringMatcher.string(one.identity()))
                .issuer(StringMatcher.string(one.issuer()))
                .build();
        try {
            var bundle = dev.sigstore.bundle.Bundle.from(
                    new StringReader(new String(one.bundle(), java.nio.charset.StandardCharsets.UTF_8)));
            verifier.verify(
                    HashAlgorithm.SHA256.hash(one.artifact()),
                    bundle,
                    VerificationOptions.builder().addCertificateMatchers(who).build());
            return true;
        } catch (dev.sigstore.KeylessVerificationException
                | dev.sigstore.bundle.BundleParseException
                | RuntimeException e) {
            return false;
        }
    }
}
