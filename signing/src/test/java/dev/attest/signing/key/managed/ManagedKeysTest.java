package dev.attest.signing.key.managed;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attest.signing.key.ManagedKey;
import dev.attest.signing.key.Message;
import dev.attest.signing.key.Pem;
import dev.attest.signing.key.PemWriter;
import dev.attest.signing.key.Secret;
import dev.attest.signing.key.TestKeys;
import dev.attest.signing.key.pem.KeyFiles;
import dev.attest.signing.service.SigningException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ManagedKeysTest {
    @TempDir
    private Path folder;

    private final List<String> warnings = new ArrayList<>();

    @Test
    void a_generated_pair_opens_with_its_password() throws Exception {
        KeyFiles files = generate("mine");

        assertThat(Files.getPosixFilePermissions(files.privateKey()))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(Files.readString(files.privateKey())).startsWith("-----BEGIN ENCRYPTED SIGSTORE PRIVATE KEY-----\n");
        Pem publicHalf = Pem.parse(Files.readAllBytes(files.publicKey())).orElseThrow();
        try (ManagedKey key =
                keys(Map.of("COSIGN_PASSWORD", "sesam")).open(files.privateKey().toString())) {
            assertThat(key.publicKey().encoded()).isEqualTo(publicHalf.content());
            byte[] bytes = new byte[3];
            assertThat(key.publicKey().verifies(bytes, key.sign(Message.of(bytes))))
                    .isTrue();
        }
        assertThat(warnings).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"taken.key", "taken.pub"})
    void nothing_is_overwritten(String file) throws Exception {
        Path there = Files.writeString(folder.resolve(file), "mine");

        assertThatThrownBy(() -> generate("taken"))
                .isInstanceOf(SigningException.class)
                .hasMessageContaining("not overwritten");

        assertThat(there).hasContent("mine");
        try (var all = Files.list(folder)) {
            assertThat(all).containsExactly(there);
        }
    }

    @Test
    void a_key_in_a_variable_opens() throws Exception {
        String pem = PemWriter.write(
                "PRIVATE KEY", TestKeys.pair("Ed25519").getPrivate().getEncoded());
        try (ManagedKey key = keys(Map.of("MY_KEY", pem)).open("env://MY_KEY")) {
            assertThat(key.publicKey().isEd25519()).isTrue();
        }
        refused(keys(Map.of()), "env://MY_KEY");
        refused(keys(Map.of("MY_KEY", " ")), "env://MY_KEY");
        refused(keys(Map.of()), "env://");
    }

    @Test
    void a_file_that_everybody_reads_is_warned_about() throws Exception {
        Path file = folder.resolve("open.pem");
        Files.write(
                file,
                PemWriter.write(
                                "PRIVATE KEY",
                                TestKeys.pair("Ed25519").getPrivate().getEncoded())
                        .getBytes(US_ASCII));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

        keys(Map.of()).open(file.toString()).close();

        assertThat(warnings).singleElement().asString().contains("chmod 600");
    }

    @ParameterizedTest
    @CsvSource({
        "k8s://ns/secret,env://NAME",
        "gitlab://project,env://NAME",
        "file:///key.pem,path alone",
        "https://example.com/key.pem,not fetched",
        "awskms:///alias/x,sigstore-kms-awskms",
        "pkcs11:token=x,names no key",
        "nowhere.pem,no key file",
        "' ',empty"
    })
    void what_is_not_a_key_is_refused_with_the_way_out(String reference, String hint) {
        refused(keys(Map.of("PATH", folder.toString())), reference).hasMessageContaining(hint);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----\n",
                "-----BEGIN PRIVATE KEY----- c2VjcmV0",
                " pkcs11:token=t;object=o?pin-value=c2VjcmV0",
                "pkcs11;object=o?pin-value=c2VjcmV0"
            })
    void what_may_hold_a_secret_is_not_repeated(String reference) {
        refused(keys(Map.of()), reference)
                .hasMessageContaining("no key file of the name given")
                .hasMessageNotContaining("c2VjcmV0");
    }

    @Test
    void a_folder_or_a_large_file_is_refused() throws Exception {
        refused(keys(Map.of()), folder.toString());
        Path large = Files.write(folder.resolve("large"), new byte[1 << 17]);
        refused(keys(Map.of()), large.toString()).hasMessageContaining("more than 65536 bytes");
    }

    private KeyFiles generate(String prefix) throws SigningException {
        try (Secret password = new Secret("sesam".toCharArray())) {
            return KeyFiles.generate(folder, prefix, password, new SecureRandom());
        }
    }

    private ManagedKeys keys(Map<String, String> environment) {
        return new ManagedKeys(environment, question -> Optional.empty(), warnings::add);
    }

    private static org.assertj.core.api.AbstractThrowableAssert<?, ?> refused(ManagedKeys keys, String reference) {
        return assertThatThrownBy(() -> keys.open(reference))
                .isInstanceOfSatisfying(
                        SigningException.class, e -> assertThat(e.kind()).isEqualTo(SigningException.Kind.USAGE));
    }
}
