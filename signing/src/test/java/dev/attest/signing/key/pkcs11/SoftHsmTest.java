package dev.attest.signing.key.pkcs11;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attest.signing.key.HashAlgorithm;
import dev.attest.signing.key.ManagedKey;
import dev.attest.signing.key.Message;
import dev.attest.signing.key.Passwords;
import dev.attest.signing.key.PemWriter;
import dev.attest.signing.key.TestKeys;
import dev.attest.signing.service.SigningException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.AuthProvider;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.Provider;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** SoftHSM as the real token: two tokens, the first with keys of three kinds and one that has no certificate. */
class SoftHsmTest {
    private static final Path LIBRARY = Path.of("/usr/lib/softhsm/libsofthsm2.so");
    private static final String MODULE = "?module-path=" + LIBRARY;
    private static final byte[] BYTES = "some bytes".getBytes(US_ASCII);
    private static final Map<String, String> NONE = Map.of();

    private static long slot;

    @BeforeAll
    static void two_tokens() throws Exception {
        Assumptions.assumeTrue(Files.exists(LIBRARY), "needs SoftHSM (the Debian package softhsm2)");
        String configuration = System.getenv("SOFTHSM2_CONF");
        Assumptions.assumeTrue(configuration != null, "needs SOFTHSM2_CONF, which the build sets");
        Path folder = Path.of(String.valueOf(configuration)).toAbsolutePath().getParent();
        Path tokens = Files.createDirectories(folder).resolve("tokens" + System.nanoTime());
        Files.createDirectories(tokens);
        Files.writeString(Path.of(String.valueOf(configuration)), "directories.tokendir = " + tokens + "\n");
        softhsm("--init-token", "--free", "--label", "attest one", "--so-pin", "12345678", "--pin", "4321");
        softhsm("--init-token", "--free", "--label", "two", "--so-pin", "12345678", "--pin", "9876");
        Path bare = Files.writeString(
                tokens.resolve("bare.pem"),
                PemWriter.write(
                        "PRIVATE KEY", TestKeys.pair("secp256r1").getPrivate().getEncoded()));
        softhsm("--import", bare.toString(), "--token", "two", "--label", "bare", "--id", "05", "--pin", "9876");
        Module module = Module.find(uri("pkcs11:object=x" + MODULE), NONE);
        slot = module.tokens(System.getenv()).stream()
                .filter(token -> token.label().equals("attest one"))
                .findFirst()
                .orElseThrow()
                .slot();
        Provider provider = module.provider(slot);
        KeyStore store = KeyStore.getInstance("PKCS11", provider);
        store.load(null, "4321".toCharArray());
        for (String kind : List.of("secp256r1", "secp384r1", "RSA2048")) {
            KeyPair pair = TestKeys.pair(kind);
            store.setKeyEntry(kind, pair.getPrivate(), null, new X509Certificate[] {certificate(pair)});
        }
        ((AuthProvider) provider).logout();
    }

    private static void softhsm(String... arguments) throws Exception {
        var command = new ArrayList<>(List.of("softhsm2-util"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(process.waitFor()).as("softhsm2-util").isZero();
    }

    private static X509Certificate certificate(KeyPair pair) throws Exception {
        var name = new X500Name("CN=a key");
        Instant now = Instant.parse("2026-01-01T00:00:00Z");
        var builder = new JcaX509v3CertificateBuilder(
                name, BigInteger.ONE, Date.from(now), Date.from(now.plusSeconds(1)), name, pair.getPublic());
        String algorithm = pair.getPublic().getAlgorithm().equals("EC") ? "SHA256withECDSA" : "SHA256withRSA";
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder(algorithm).build(pair.getPrivate())));
    }

    @ParameterizedTest
    @CsvSource({"secp256r1,SHA256", "secp384r1,SHA384", "RSA2048,SHA256"})
    void a_key_in_a_token_signs_bytes_and_digests(String kind, HashAlgorithm hash) throws Exception {
        try (ManagedKey key = open("pkcs11:token=attest%20one;object=" + kind + MODULE + "&pin-value=4321")) {
            assertThat(key.publicKey().encoded())
                    .isEqualTo(TestKeys.pair(kind).getPublic().getEncoded());
            assertThat(key.publicKey().verifies(hash, BYTES, key.sign(Message.of(BYTES))))
                    .isTrue();
            Message digest = Message.ofDigest(hash, hash.hash(BYTES));
            assertThat(key.publicKey().verifies(hash, BYTES, key.sign(digest))).isTrue();
        }
    }

    @Test
    void a_slot_is_enough() throws Exception {
        try (ManagedKey key =
                open("pkcs11:slot-id=" + slot + ";object=secp256r1;type=private?module-name=softhsm2&pin-value=4321")) {
            assertThat(key.publicKey().encoded())
                    .isEqualTo(TestKeys.pair("secp256r1").getPublic().getEncoded());
        }
    }

    @Test
    void everything_said_of_the_token_has_to_hold() {
        for (String wrong : List.of(
                "token=three",
                "token=attest%20one;serial=0",
                "token=attest%20one;model=x",
                "token=two;slot-id=" + slot)) {
            refused("pkcs11:" + wrong + ";object=secp256r1" + MODULE + "&pin-value=4321")
                    .hasMessageContaining("the module has: attest one, two");
        }
        refused("pkcs11:object=secp256r1" + MODULE + "&pin-value=4321").hasMessageContaining("more than one token");
    }

    @Test
    void a_wrong_pin_is_said_to_be_wrong_and_not_said() {
        refused("pkcs11:token=attest%20one;object=secp256r1" + MODULE + "&pin-value=8765")
                .hasMessageContaining("CKR_PIN_INCORRECT")
                .hasMessageNotContaining("8765");
    }

    @Test
    void a_pin_comes_from_a_file_or_the_environment() throws Exception {
        String key = "pkcs11:token=attest%20one;object=secp256r1" + MODULE;
        Path file = Files.writeString(Files.createTempFile("pin", ".txt"), "4321\n");
        open(key + "&pin-source=file:" + file).close();
        open(key + "&pin-source=" + file).close();
        Files.delete(file);
        refused(key + "&pin-source=" + file).hasMessageContaining("pin-source");
        refused(key).hasMessageContaining("COSIGN_PKCS11_PIN");

        var passwords = new Passwords(Map.of("COSIGN_PKCS11_PIN", "4321"), question -> Optional.empty());
        try (ManagedKey opened = tokens(passwords).open(uri(key))) {
            assertThat(opened.publicKey().verifies(BYTES, opened.sign(Message.of(BYTES))))
                    .isTrue();
        }
    }

    @Test
    void a_key_without_certificate_is_refused_with_the_way_out() {
        refused("pkcs11:token=two;object=bare" + MODULE + "&pin-value=9876").hasMessageContaining("--type cert");
    }

    @Test
    void a_label_is_asked_for_where_there_are_labels() {
        refused("pkcs11:token=attest%20one;id=%01" + MODULE + "&pin-value=4321")
                .hasMessageContaining("object=")
                .hasMessageContaining("secp384r1");
    }

    @Test
    void a_slot_that_is_not_there_is_refused() {
        refused("pkcs11:slot-id=99999;object=x" + MODULE + "&pin-value=4321")
                .hasMessageContaining("CKR_SLOT_ID_INVALID");
    }

    @Test
    void a_module_that_is_no_library_is_refused() throws Exception {
        Path file = Files.writeString(Files.createTempFile("module", ".so"), "no library");
        refused("pkcs11:slot-id=1;object=x?module-path=" + file + "&pin-value=4321")
                .hasMessageContaining("cannot be used");
        refused("pkcs11:token=x;object=x?module-path=" + file + "&pin-value=4321")
                .hasMessageContaining("none");
        Files.delete(file);
    }

    private static Pkcs11Tokens tokens(Passwords passwords) {
        return new Pkcs11Tokens(System.getenv(), passwords);
    }

    private static Pkcs11Uri uri(String text) throws SigningException {
        return Pkcs11Uri.parse(text);
    }

    private static ManagedKey open(String text) throws SigningException {
        return tokens(new Passwords(NONE, question -> Optional.empty())).open(uri(text));
    }

    private static org.assertj.core.api.AbstractThrowableAssert<?, ?> refused(String text) {
        return assertThatThrownBy(() -> open(text))
                .isInstanceOfSatisfying(
                        SigningException.class, e -> assertThat(e.kind()).isEqualTo(SigningException.Kind.USAGE));
    }
}
