package dev.attest.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.attest.localsigstore.LocalSigstore;
import dev.attest.testvectors.SharedVectors;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code sign-bundle} and {@code verify-bundle} as sigstore-conformance calls them. */
class ConformanceProtocolTest {
    @TempDir
    Path work;

    @Test
    void what_sign_bundle_writes_verify_bundle_takes() throws Exception {
        Path root = work.resolve("root.json");
        Path config = work.resolve("config.json");
        Path file = Files.writeString(work.resolve("a.txt"), "hello");
        Path statement = Files.writeString(
                work.resolve("statement.json"),
                "{\"_type\":\"https://in-toto.io/Statement/v1\",\"predicateType\":\"https://example.com/p\","
                        + "\"subject\":[{\"name\":\"a.txt\",\"digest\":{\"sha256\":"
                        + "\"2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824\"}}],\"predicate\":{}}");
        try (LocalSigstore sigstore = LocalSigstore.open(work.resolve("sigstore"), Clock.systemUTC());
                LocalSigstore.Running running = sigstore.start(0)) {
            Files.write(root, sigstore.trustedRoot());
            Files.write(config, running.signingConfig());
            String token = sigstore.identityToken("developer");
            for (boolean inToto : new boolean[] {false, true}) {
                Path bundle = work.resolve("bundle-" + inToto);
                var arguments = new ArrayList<>(List.of(
                        "sign-bundle",
                        "--identity-token",
                        token,
                        "--bundle",
                        bundle + "",
                        "--trusted-root",
                        root + "",
                        "--signing-config",
                        config + ""));
                if (inToto) {
                    arguments.add(1, "--in-toto");
                }
                arguments.add((inToto ? statement : file) + "");
                Cli.run(arguments.toArray(String[]::new)).ends(0);
                verify(bundle, "developer@local.attest.invalid", root, file).ends(0);
                verify(bundle, "other@local.attest.invalid", root, file).failsWith(1, "IDENTITY");
                verify(bundle, "developer@local.attest.invalid", root, root).failsWith(1, "ARTIFACT");
            }
        }
    }

    private static Cli.Result verify(Path bundle, String identity, Path root, Path file) {
        return Cli.run(
                "verify-bundle",
                "--bundle",
                bundle + "",
                "--certificate-identity",
                identity,
                "--certificate-oidc-issuer",
                "https://local.attest.invalid",
                "--trusted-root",
                root + "",
                file + "");
    }

    @Test
    void the_public_instance_is_known() {
        Optional<Path> found = SharedVectors.folder("sigstore-conformance");
        Assumptions.assumeTrue(found.isPresent(), "the public vectors are not here");
        Path vectors = found.get();
        Path happy = vectors.resolve("bundle-verify/happy-path-v0.3");
        Cli.Result result = Cli.run(
                "verify-bundle",
                "--bundle",
                happy.resolve("bundle.sigstore.json") + "",
                "--certificate-identity",
                "https://github.com/sigstore-conformance/extremely-dangerous-public-oidc-beacon"
                        + "/.github/workflows/extremely-dangerous-oidc-beacon.yml@refs/heads/main",
                "--certificate-oidc-issuer",
                "https://token.actions.githubusercontent.com",
                vectors.resolve("a.txt") + "");
        result.ends(0);
        assertEquals("", result.out());
    }

    @Test
    void without_somebody_to_trust_nothing_is_decided() {
        Cli.run("verify-bundle", "--bundle", "b", "f").ends(2);
        Cli.run("verify-bundle", "--bundle", "b", "--certificate-identity", "i", "f")
                .ends(2);
        Cli.run("verify-bundle", "--bundle", "b", "--staging", "--key", "k", "f")
                .failsWith(2, "--trusted-root");
        Cli.run("sign-bundle", "--identity-token", "t", "--bundle", "b", "f").failsWith(2, "--signing-config");
    }
}
