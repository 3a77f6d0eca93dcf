package dev.attest.signing;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sigstore.KeylessVerificationException;
import dev.sigstore.KeylessVerifier;
import dev.sigstore.TrustedRootProvider;
import dev.sigstore.VerificationOptions;
import dev.sigstore.VerificationOptions.CertificateMatcher;
import dev.sigstore.strings.StringMatcher;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Others read what we write: sigstore-java's own verifier accepts our bundles, for our identity only. */
class SigstoreJavaReadsOursTest {
    private static final byte[] SUBJECT = HexFormat.of().parseHex("ab".repeat(32));

    @TempDir
    private Path folder;

    @Test
    void sigstore_java_accepts_our_bundle() throws Exception {
        try (var sigstore = new FrontedSigstore(folder.resolve("sigstore"))) {
            // ASCII only: sigstore-java 2.0.0 counts characters where DSSE counts bytes.
            Verified ours = sigstore.signer()
                    .open(sigstore.token())
                    .sign(List.of(Statements.saying("one")))
                    .get(0);
            Path root =
                    Files.write(folder.resolve("root.json"), sigstore.sigstore().trustedRoot());
            KeylessVerifier verifier = KeylessVerifier.builder()
                    .trustedRootProvider(TrustedRootProvider.from(root))
                    .build();
            var bundle = dev.sigstore.bundle.Bundle.from(
                    new StringReader(Statements.text(ours.bundle().bytes())));

            assertThatCode(() -> verifier.verify(SUBJECT, bundle, options("developer@local.attest.invalid")))
                    .doesNotThrowAnyException();
            assertThatThrownBy(() -> verifier.verify(SUBJECT, bundle, options("somebody@local.attest.invalid")))
                    .isInstanceOf(KeylessVerificationException.class);
            assertThatThrownBy(() -> verifier.verify(new byte[32], bundle, options("developer@local.attest.invalid")))
                    .isInstanceOf(KeylessVerificationException.class);
        }
    }

    private static VerificationOptions options(String subject) {
        return VerificationOptions.builder()
                .addCertificateMatchers(CertificateMatcher.fulcio()
                        .subjectAlternativeName(StringMatcher.string(subject))
                        .issuer(StringMatcher.string("https://local.attest.invalid"))
                        .build())
                .build();
    }
}
