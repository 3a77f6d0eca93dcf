package dev.attest.signing.key.kms;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attest.signing.key.HashAlgorithm;
import dev.attest.signing.key.ManagedKey;
import dev.attest.signing.key.Message;
import dev.attest.signing.key.PemWriter;
import dev.attest.signing.key.TestKeys;
import dev.attest.signing.service.SigningException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KmsPluginsTest {
    private static final byte[] BYTES = "some bytes".getBytes(US_ASCII);

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"secp256r1,EC", "secp384r1,EC", "RSA2048,RSA", "Ed25519,Ed25519"})
    void a_plugin_signs_what_its_public_key_verifies(String kind, String algorithm) throws Exception {
        localKms();
        Path place = key(TestKeys.pair(kind), algorithm);

        try (ManagedKey key = plugins().open("local", place.toString())) {
            assertThat(key.publicKey().encoded())
                    .isEqualTo(TestKeys.pair(kind).getPublic().getEncoded());
            assertThat(key.publicKey().verifies(BYTES, key.sign(Message.of(BYTES))))
                    .isTrue();
        }
    }

    @Test
    void a_digest_alone_is_signed() throws Exception {
        localKms();
        ManagedKey key =
                plugins().open("local", key(TestKeys.pair("secp256r1"), "EC").toString());

        byte[] signature = key.sign(Message.ofDigest(HashAlgorithm.SHA256, HashAlgorithm.SHA256.hash(BYTES)));

        assertThat(key.publicKey().verifies(BYTES, signature)).isTrue();
    }

    @Test
    void a_missing_plugin_is_named() {
        refused(() -> plugins().open("nowhere", "x"))
                .hasMessageContaining("sigstore-kms-nowhere")
                .satisfies(e -> assertThat(((SigningException) e).kind()).isEqualTo(SigningException.Kind.USAGE));
    }

    @Test
    void a_plugin_in_a_relative_folder_of_the_path_is_not_run() throws Exception {
        plugin("p", "echo '{}'");
        Path relative = Path.of("").toAbsolutePath().relativize(folder.toAbsolutePath());
        var plugins =
                new KmsPlugins(Map.of("PATH", "." + java.io.File.pathSeparator + relative), Duration.ofSeconds(5));

        refused(() -> plugins.open("p", "x")).hasMessageContaining("not on the PATH");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../p", "a/b", "", "a b"})
    void a_scheme_that_is_no_name_is_refused(String scheme) {
        refused(() -> plugins().open(scheme, "x"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "exit 0",
                "echo nonsense",
                "echo '{\"publicKey\":'",
                "echo '[]'",
                "echo '{}'",
                "echo '{\"publicKey\":{}}'",
                "echo '{\"publicKey\":{\"publicKeyPEM\":\"!\"}}'",
                "echo '{\"publicKey\":{\"publicKeyPEM\":\"AAAA\"}}'",
                "echo '{\"publicKey\":{\"publicKeyPEM\":7}}'"
            })
    void an_answer_that_is_none_is_refused(String script) throws Exception {
        plugin("p", script);
        refused(() -> plugins().open("p", "x")).hasMessageContaining("sigstore-kms-p failed");
    }

    @Test
    void a_plugin_that_fails_is_quoted_in_one_clean_line() throws Exception {
        plugin("p", "printf 'first\\nno \\033[31mcredentials\\n' >&2; exit 3");
        refused(() -> plugins().open("p", "x"))
                .hasMessageContaining("ended with 3")
                .hasMessageEndingWith(": no [31mcredentials");

        plugin("q", "echo '{\"errorMessage\":\"no\\u001b[1mkey\\u0007\"}'; exit 1");
        refused(() -> plugins().open("q", "x")).hasMessageEndingWith("it says: no[1mkey");
    }

    @Test
    void a_plugin_that_never_ends_is_ended() throws Exception {
        plugin("p", "sleep 60");
        var plugins = new KmsPlugins(environment(), Duration.ofMillis(400));
        refused(() -> plugins.open("p", "x")).hasMessageContaining("did not end");
    }

    @Test
    void a_plugin_that_never_stops_writing_is_ended() throws Exception {
        plugin("p", "yes");
        refused(() -> plugins().open("p", "x")).hasMessageContaining("more than 1048576 bytes");
    }

    @Test
    void a_child_that_a_plugin_leaves_behind_is_not_waited_for() throws Exception {
        plugin("p", "sleep 30 & echo '{}'");
        long start = System.nanoTime();
        refused(() -> plugins().open("p", "x")).hasMessageContaining("no public key");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(15));
    }

    @Test
    void a_signature_by_another_key_is_not_handed_out() throws Exception {
        localKms();
        Path place = key(TestKeys.pair("secp256r1"), "EC");
        ManagedKey key = plugins().open("local", place.toString());
        Files.write(place.resolve("private"), other().getPrivate().getEncoded());

        refused(() -> key.sign(Message.of(BYTES))).hasMessageContaining("does not verify");
    }

    @Test
    void a_plugin_need_not_read_what_it_is_given() throws Exception {
        String pem = PemWriter.write(
                "PUBLIC KEY", TestKeys.pair("RSA2048").getPublic().getEncoded());
        String answer =
                "{\"publicKey\":{\"publicKeyPEM\":\"" + Base64.getEncoder().encodeToString(pem.getBytes(US_ASCII))
                        + "\"},\"signMessage\":{\"signature\":\"AAAA\"}}";
        plugin("p", "echo '" + answer + "'; exit 7");
        ManagedKey key = plugins().open("p", "x");

        refused(() -> key.sign(Message.of(new byte[1 << 20]))).hasMessageContaining("does not verify");
    }

    private static org.assertj.core.api.AbstractThrowableAssert<?, ?> refused(
            org.assertj.core.api.ThrowableAssert.ThrowingCallable opening) {
        return assertThatThrownBy(opening).isInstanceOf(SigningException.class);
    }

    private static KeyPair other() throws Exception {
        var generator = java.security.KeyPairGenerator.getInstance("EC");
        generator.initialize(new java.security.spec.ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    private KmsPlugins plugins() {
        return new KmsPlugins(environment(), Duration.ofSeconds(60));
    }

    private Map<String, String> environment() {
        return Map.of("PATH", folder + java.io.File.pathSeparator + "/usr/bin" + java.io.File.pathSeparator + "/bin");
    }

    private Path key(KeyPair pair, String algorithm) throws Exception {
        Path place = Files.createDirectory(folder.resolve("key of " + algorithm));
        Files.write(place.resolve("private"), pair.getPrivate().getEncoded());
        Files.write(place.resolve("public"), pair.getPublic().getEncoded());
        Files.writeString(place.resolve("kind"), algorithm);
        return place;
    }

    private void localKms() throws Exception {
        plugin(
                "local",
                "exec '" + Path.of(System.getProperty("java.home"), "bin", "java") + "' -XX:TieredStopAtLevel=1 -cp '"
                        + System.getProperty("java.class.path") + "' " + LocalKms.class.getName() + " \"$@\"");
    }

    private void plugin(String name, String script) throws Exception {
        Path file = folder.resolve("sigstore-kms-" + name);
        Files.writeString(file, "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }
}
