package dev.attest.cli;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.attest.localsigstore.LocalSigstore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images and files signed with a key that somebody keeps. */
class KeyTest {
    @TempDir
    Path work;

    private String priv = "";
    private String pub = "";
    private String other = "";
    private String file = "";

    @BeforeEach
    void keys() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair pair = generator.generateKeyPair();
        priv = pem("key.pem", "PRIVATE KEY", pair.getPrivate().getEncoded());
        pub = pem("key.pub", "PUBLIC KEY", pair.getPublic().getEncoded());
        other = pem(
                "other.pub",
                "PUBLIC KEY",
                generator.generateKeyPair().getPublic().getEncoded());
        file = Files.writeString(work.resolve("app.txt"), "hello").toString();
    }

    private String pem(String name, String label, byte[] der) throws Exception {
        String text = "-----BEGIN " + label + "-----\n"
                + Base64.getMimeEncoder().encodeToString(der) + "\n-----END " + label + "-----\n";
        return Files.writeString(work.resolve(name), text).toString();
    }

    @Test
    void a_key_signs_a_file_that_nobody_witnesses_only_when_that_is_asked_for() throws Exception {
        String bundle = work.resolve("b.json").toString();
        Cli.run("sign-blob", file, "--key", priv, "--bundle", bundle).failsWith(2, "--unsafe-no-witness");
        Cli.run("sign-blob", file, "--key", priv, "--unsafe-no-witness", "--bundle", bundle)
                .ends(0);

        Cli.run("verify-blob", file, "--bundle", bundle, "--key", pub).failsWith(2, "--unsafe-no-witness");
        Cli.Result json = Cli.run(
                        "verify-blob",
                        file,
                        "--bundle",
                        bundle,
                        "--key",
                        pub,
                        "--unsafe-no-witness",
                        "--format",
                        "json")
                .ends(0);
        Schemas.holds("verify-blob", json.out());
        assertTrue(json.out().contains("\"times\" : [ ]"), json.out());
        Cli.run("verify-blob", file, "--bundle", bundle, "--key", other, "--unsafe-no-witness")
                .ends(1);
        Cli.run("verify-blob", pub, "--bundle", bundle, "--key", pub, "--unsafe-no-witness")
                .ends(1);
        Cli.run("verify-blob", file, "--bundle", bundle, "--unsafe-no-witness", "--identity", "i", "--issuer", "u")
                .failsWith(2, "--unsafe-no-witness goes with --key");
    }

    @Test
    void a_key_signs_an_image_that_log_and_timestamp_authority_witness() throws Exception {
        String image = Cli.good(work.resolve("image"));
        String root = work.resolve("root.json").toString();
        String config = work.resolve("config.json").toString();
        try (LocalSigstore sigstore = LocalSigstore.open(work.resolve("sigstore"), Clock.systemUTC());
                LocalSigstore.Running running = sigstore.start(0)) {
            Files.write(Path.of(root), sigstore.trustedRoot());
            Files.write(Path.of(config), running.signingConfig());
            Cli.Result signed = Cli.run(
                            Map.of(), "sign", image, "--key", priv, "--trusted-root", root, "--signing-config", config)
                    .ends(0);
            assertTrue(signed.out().contains("the key sha256:"), signed.out());
            Cli.Result again = Cli.run("sign", image, "--key", priv, "--trusted-root", root, "--signing-config", config)
                    .ends(0);
            assertTrue(again.out().contains("  present   signature of linux/amd64"), again.out());
        }
        Cli.Result json = Cli.run(
                        "verify", image, "--key", pub, "--trusted-root", root, "--policy", "signed", "--format", "json")
                .ends(0);
        Schemas.holds("verify", json.out());
        Cli.run("verify", image, "--key", other, "--trusted-root", root, "--policy", "signed")
                .ends(1);
        Cli.run("verify", image, "--local", "--local-dir", work.resolve("sigstore") + "", "--policy", "signed")
                .ends(1);
        Cli.Result seen = Cli.run("inspect", image, "--trusted-root", root).ends(0);
        assertTrue(seen.out().contains("does not verify: IDENTITY, signed by a key"), seen.out());
    }

    @Test
    void a_made_key_pair_signs_and_is_never_overwritten() {
        String prefix = work.resolve("made").toString();
        var password = Map.of("ATTEST_KEY_PASSWORD", "correct horse");
        Cli.run(password, "generate-key-pair", "--prefix", prefix, "-o", prefix + ".key")
                .failsWith(2, "--output would overwrite");
        Cli.run(password, "generate-key-pair", "--prefix", prefix).ends(0);
        Cli.run(password, "generate-key-pair", "--prefix", prefix).failsWith(2, "made.");
        String bundle = work.resolve("b.json").toString();
        Cli.run(password, "sign-blob", file, "--key", prefix + ".key", "--unsafe-no-witness", "--bundle", bundle)
                .ends(0);
        Cli.run(
                        Map.of("ATTEST_KEY_PASSWORD", "wrong"),
                        "sign-blob",
                        file,
                        "--key",
                        prefix + ".key",
                        "--unsafe-no-witness")
                .failsWith(2, "password");
        Cli.run("verify-blob", file, "--key", prefix + ".pub", "--unsafe-no-witness", "--bundle", bundle)
                .ends(0);
    }

    @Test
    void a_key_pair_without_a_password_is_warned_about() {
        Cli.Result open = Cli.run(
                        Map.of("ATTEST_KEY_PASSWORD", ""), "generate-key-pair", "--prefix", work.resolve("open") + "")
                .ends(0);
        assertTrue(open.err().contains("the password is empty"), open.err());
    }

    @Test
    void options_that_contradict_each_other_are_refused() {
        Cli.run("sign-blob", file, "--key", priv, "--local").failsWith(2, "--local brings its own");
        Cli.run("sign-blob", file, "--key", priv, "--login", "browser").failsWith(2, "exclude each other");
        Cli.run("sign-blob", file, "--local", "--rekor-version", "3").failsWith(2, "--rekor-version");
        Cli.run("sign-blob", file, "--login-issuer", "https://a.example").failsWith(2, "goes with --login");
        Cli.run("verify-blob", file, "--bundle", file, "--key", pub, "--identity", "i", "--issuer", "u")
                .failsWith(2, "--key proves no identity");
    }

    @Test
    void a_run_on_the_second_log_verifies_as_on_the_first() {
        String image = Cli.good(work.resolve("image"));
        String sigstore = work.resolve("sigstore").toString();
        Cli.run("sign", image, "--local", "--local-dir", sigstore, "--rekor-version", "2")
                .ends(0);
        Cli.run("verify", image, "--local", "--local-dir", sigstore).ends(0);
    }
}
