package dev.attest.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.attest.intoto.predicate.VerificationSummary;
import dev.attest.signing.EnvelopeVerifier;
import dev.attest.signing.Identities;
import dev.attest.signing.VerifiedEnvelope;
import dev.attest.signing.revocation.Revocations;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code verify --vsa} signs, and of what it says nothing. */
class VsaTest {
    private static final String RESOURCE = "oci://registry.example.com/team/app";

    @TempDir
    static Path work;

    private static String sigstore = "";
    private static String signed = "";
    private static String unsigned = "";
    private static Path key = Path.of("");
    private static byte[] publicKey = new byte[0];

    @BeforeAll
    static void sign() throws Exception {
        sigstore = work.resolve("sigstore").toString();
        signed = Cli.good(work.resolve("signed"));
        unsigned = Cli.good(work.resolve("unsigned"));
        Cli.run(local("sign", signed)).ends(0);
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair pair = generator.generateKeyPair();
        key = Files.writeString(
                work.resolve("gate.pem"),
                "-----BEGIN PRIVATE KEY-----\n"
                        + Base64.getMimeEncoder()
                                .encodeToString(pair.getPrivate().getEncoded())
                        + "\n-----END PRIVATE KEY-----\n");
        publicKey = pair.getPublic().getEncoded();
    }

    private static String[] local(String... arguments) {
        var all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--local", "--local-dir", sigstore));
        return all.toArray(String[]::new);
    }

    private static Cli.Result verify(String image, String... more) {
        var all = new ArrayList<>(List.of("verify", image));
        all.addAll(Arrays.asList(more));
        return Cli.run(local(all.toArray(String[]::new)));
    }

    @Test
    void a_key_signs_an_envelope_by_itself() throws Exception {
        Path file = work.resolve("keyed.vsa.json");
        Cli.Result done = verify(
                        signed,
                        "--vsa",
                        file + "",
                        "--vsa-key",
                        key + "",
                        "--verifier-id",
                        "https://gate.example.com/v1",
                        "--resource-uri",
                        RESOURCE)
                .ends(0);
        assertTrue(done.out().endsWith("\nverified\n"), done.out());
        assertTrue(done.err().contains("wrote the verification summary " + file + ", signed by the key sha256:"));
        var verifier = new EnvelopeVerifier(Identities.ofKey(publicKey), Optional.empty(), Revocations.none());
        var envelope = assertInstanceOf(VerifiedEnvelope.class, verifier.verify(Files.readAllBytes(file)));
        VerificationSummary summary =
                VerificationSummary.read(envelope.statement().predicate());
        assertTrue(summary.passed());
        assertEquals("https://gate.example.com/v1", summary.verifier().id());
        assertEquals(RESOURCE, summary.resourceUri());
        assertEquals(5, summary.inputAttestations().size());
        assertTrue(summary.policy().annotation("dev.attest.trustedRoot").isPresent());
        assertTrue(summary.policy().annotation("dev.attest.identities").isPresent());
    }

    @Test
    void the_local_verifier_signs_a_bundle_and_attaches_it() throws Exception {
        String image = Cli.good(work.resolve("pushed"));
        Cli.run(local("sign", image)).ends(0);
        Path file = work.resolve("pushed.vsa.json");
        Path svr = work.resolve("pushed.svr.json");
        String[] all = {"--vsa", file + "", "--svr", svr + "", "--vsa-push", "--resource-uri", RESOURCE};
        assertTrue(verify(image, all).ends(0).err().contains("attached the verification summary"));
        String digest = verify(image, "--format", "json").out().replaceAll("(?s).*?\"digest\" : \"([^\"]*)\".*", "$1");
        String[] who = {"--identity", "verifier@local.attest.invalid", "--issuer", "https://local.attest.invalid"};
        for (Path bundle : List.of(file, svr)) {
            var blob = new ArrayList<>(List.of("verify-blob", digest, "--bundle", bundle + ""));
            blob.addAll(List.of(who));
            Cli.run(local(blob.toArray(String[]::new))).ends(0);
        }
        Cli.Result inspected = Cli.run(local("inspect", image)).ends(0);
        assertTrue(inspected.out().contains("verifier@local.attest.invalid"), inspected.out());
    }

    @Test
    void of_a_refused_image_nothing_is_signed() {
        Path file = work.resolve("refused.vsa.json");
        Cli.Result refused =
                verify(unsigned, "--vsa", file + "", "--resource-uri", RESOURCE).ends(1);
        assertTrue(refused.out().endsWith("refused\n"), refused.out());
        assertTrue(refused.err().contains("no verification summary"), refused.err());
        assertFalse(Files.exists(file));
    }

    @Test
    void who_built_an_image_does_not_verify_it() throws Exception {
        String image = Cli.good(work.resolve("own"));
        Cli.run(local("sign", image, "--local-identity", "verifier")).ends(0);
        Path file = work.resolve("own.vsa.json");
        String[] more = {"--local-identity", "verifier", "--vsa", file + "", "--resource-uri", RESOURCE};
        Cli.Result own = verify(image, more).ends(2);
        assertTrue(own.err().contains("signed the evidence of the build"), own.err());
        String[] builder = {
            "--vsa", file + "", "--resource-uri", RESOURCE, "--verifier-id", "https://attest.dev/builders/local"
        };
        assertTrue(verify(signed, builder).ends(2).err().contains("the builder itself"));
        assertFalse(Files.exists(file));
    }

    @Test
    void options_that_do_not_fit_are_refused_before_anything_is_judged() {
        String file = work.resolve("never.json") + "";
        verify(unsigned, "--vsa", file).failsWith(2, "--resource-uri");
        verify(unsigned, "--vsa", file, "--resource-uri", "app").failsWith(2, "--resource-uri: not a URI");
        verify(unsigned, "--vsa", file, "--resource-uri", RESOURCE, "--verifier-id", "me")
                .failsWith(2, "--verifier-id: not a URI");
        verify(unsigned, "--vsa-compat").failsWith(2, "--vsa FILE");
        verify(unsigned, "--verifier-id", "https://v.example").failsWith(2, "--vsa FILE");
        verify(unsigned, "--vsa", file, "--svr", file).failsWith(2, "the same file");
        verify(unsigned, "--vsa", file, "--vsa-format", "dsse").failsWith(2, "--vsa-key");
        verify(unsigned, "--vsa-push", "--vsa-key", key + "").failsWith(2, "--vsa-push attaches bundles");
        verify(unsigned, "--vsa", file, "--vsa-key", key + "", "--vsa-format", "bundle")
                .failsWith(2, "--local signs by itself");
        verify(unsigned, "--vsa", file, "--vsa-key", key + "", "--vsa-format", "dsse", "--rekor-version", "1")
                .failsWith(2, "has no place for what logs");
        Cli.run(local("verify", unsigned, signed, "--vsa", file)).failsWith(2, "one image at a time");
        Cli.run("verify", unsigned, "--policy", "dev", "--vsa", file, "--vsa-key", key + "", "--verifier-id", "v:1")
                .failsWith(2, "asks for no evidence");
        Cli.run(
                        "verify",
                        unsigned,
                        "--vsa",
                        file,
                        "--vsa-key",
                        key + "",
                        "--resource-uri",
                        RESOURCE,
                        "--trusted-root",
                        sigstore + "/trusted_root.json",
                        "--identity",
                        "a@b.example",
                        "--issuer",
                        "https://i.example")
                .failsWith(2, "--verifier-id");
    }

    @Test
    void what_denies_a_file_does_not_verify_it() throws Exception {
        Path file = Files.writeString(work.resolve("file.txt"), "hello");
        String summary = "{\"verifier\":{\"id\":\"https://v.example\"},\"resourceUri\":\"oci://r.example/app\","
                + "\"policy\":{\"uri\":\"https://p.example\"},\"verificationResult\":\"%s\",\"verifiedLevels\":[]}";
        check(file, "vsa", summary.formatted("FAILED"), 1);
        check(file, "vsa", summary.formatted("PASSED"), 0);
        check(file, "test-result", "{\"result\":\"FAILED\",\"configuration\":[]}", 1);
        check(file, "test-result", "{\"result\":\"PASSED\",\"configuration\":[]}", 0);
    }

    private static void check(Path file, String type, String predicate, int code) throws Exception {
        Path said = Files.write(work.resolve("predicate.json"), predicate.getBytes(UTF_8));
        Path bundle = work.resolve("said.sigstore.json");
        Cli.run(local("sign-blob", file + "", "--predicate", said + "", "--type", type, "--bundle", bundle + ""))
                .ends(0);
        Cli.Result any = Cli.run(local("verify-blob", file + "", "--bundle", bundle + ""))
                .ends(code);
        Cli.run(local("verify-blob", file + "", "--bundle", bundle + "", "--type", type))
                .ends(code);
        assertEquals(code == 1, any.out().contains("denies the file"), any.out());
    }
}
