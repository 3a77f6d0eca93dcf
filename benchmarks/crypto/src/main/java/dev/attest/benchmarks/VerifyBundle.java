package dev.attest.benchmarks;

import dev.attest.signing.AcceptedIdentity;
import dev.attest.signing.Bundle;
import dev.attest.signing.BundleVerifier;
import dev.attest.signing.Identities;
import dev.attest.signing.TrustedRoot;
import dev.attest.signing.Verification;
import dev.attest.signing.Verified;
import dev.sigstore.KeylessVerifier;
import dev.sigstore.TrustedRootProvider;
import dev.sigstore.VerificationOptions;
import dev.sigstore.strings.StringMatcher;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Reading and verifying one bundle of the public conformance suite, trusted root read before. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class VerifyBundle {
    private static final String ISSUER = "https://token.actions.githubusercontent.com";
    private static final String SUBJECT =
            "https://github.com/sigstore-conformance/extremely-dangerous-public-oidc-beacon"
                    + "/.github/workflows/extremely-dangerous-oidc-beacon.yml@refs/heads/main";

    /** Cases that both accept: hashedrekord and dsse on Rekor v1, hashedrekord on Rekor v2 with a timestamp. */
    @Param({"happy-path-v0.3", "happy-path-intoto-in-dsse-v3", "rekor2-happy-path"})
    public String bundle = "";

    private byte[] json = new byte[0];
    private byte[] artifact = new byte[0];
    private byte[] digest = new byte[0];
    private byte[] root = new byte[0];
    private Identities accepted = Identities.unsafeAny();
    private BundleVerifier verifier = null;
    private KeylessVerifier sigstoreJava = null;
    private VerificationOptions options = VerificationOptions.empty();

    @Setup
    public void read() throws Exception {
        Path cases = Path.of(System.getProperty("vectors")).resolve("sigstore-conformance/bundle-verify");
        Path folder = cases.resolve(bundle);
        Path own = folder.resolve("trusted_root.json");
        Path rootFile = Files.exists(own) ? own : cases.resolveSibling("public_good_trusted_root.json");
        Path ownArtifact = folder.resolve("artifact");
        json = Files.readAllBytes(folder.resolve("bundle.sigstore.json"));
        artifact = Files.readAllBytes(Files.exists(ownArtifact) ? ownArtifact : cases.resolve("a.txt"));
        digest = MessageDigest.getInstance("SHA-256").digest(artifact);
        root = Files.readAllBytes(rootFile);
        accepted = Identities.of(List.of(new AcceptedIdentity.Exact(ISSUER, SUBJECT)));
        verifier = new BundleVerifier(TrustedRoot.parse(root));
        sigstoreJava = KeylessVerifier.builder()
                .trustedRootProvider(TrustedRootProvider.from(rootFile))
                .build();
        options = VerificationOptions.builder()
                .addCertificateMatchers(VerificationOptions.CertificateMatcher.fulcio()
                        .subjectAlternativeName(StringMatcher.string(SUBJECT))
                        .issuer(StringMatcher.string(ISSUER))
                        .build())
                .build();
        if (!(attestFirst() instanceof Verified)) {
            throw new IllegalStateException(bundle + " does not verify");
        }
        sigstoreJava();
    }

    /** A further bundle of the same certificate: chain and certificate log are not looked at again. */
    @Benchmark
    public Verification attestAgain() throws Exception {
        return verifier.verifyBlob(Bundle.parse(json), artifact, accepted);
    }

    /** The first bundle, with nothing remembered; reading the trusted root is in it. */
    @Benchmark
    public Verification attestFirst() throws Exception {
        return new BundleVerifier(TrustedRoot.parse(root)).verifyBlob(Bundle.parse(json), artifact, accepted);
    }

    /** sigstore-java's verifier, which reads the trusted root once. */
    @Benchmark
    public dev.sigstore.bundle.Bundle sigstoreJava() throws Exception {
        var read = dev.sigstore.bundle.Bundle.from(new StringReader(new String(json, StandardCharsets.UTF_8)));
        sigstoreJava.verify(digest, read, options);
        return read;
    }
}
