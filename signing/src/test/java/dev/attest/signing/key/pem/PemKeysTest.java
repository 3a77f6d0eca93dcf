package dev.attest.signing.key.pem;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attest.signing.key.HashAlgorithm;
import dev.attest.signing.key.ManagedKey;
import dev.attest.signing.key.Message;
import dev.attest.signing.key.Passwords;
import dev.attest.signing.key.PemWriter;
import dev.attest.signing.key.Secret;
import dev.attest.signing.key.TestKeys;
import dev.attest.signing.service.SigningException;
import java.io.StringWriter;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.interfaces.ECPrivateKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.crypto.util.PBKDF2Config;
import org.bouncycastle.crypto.util.PBKDFConfig;
import org.bouncycastle.crypto.util.ScryptConfig;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfoBuilder;
import org.bouncycastle.pkcs.jcajce.JcePKCSPBEOutputEncryptorBuilder;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The other side of every format here is BouncyCastle's or the JDK's writer. */
class PemKeysTest {
    private static final List<String> KINDS =
            List.of("secp256r1", "secp384r1", "secp521r1", "Ed25519", "RSA2048", "RSA4096");
    private static final String PASSWORD = "sesam öffne dich";

    private final Passwords passwords =
            new Passwords(Map.of("COSIGN_PASSWORD", PASSWORD), question -> Optional.empty());

    private interface Format {
        String write(KeyPair pair) throws Exception;
    }

    private static final Map<String, Format> FORMATS = Map.of(
            "PKCS8", pair -> PemWriter.write("PRIVATE KEY", pair.getPrivate().getEncoded()),
            "traditional", pair -> pem(pair),
            "PBKDF2 SHA-1 AES-128", pair -> encrypted(pair, pbkdf2(null), NISTObjectIdentifiers.id_aes128_CBC),
            "PBKDF2 SHA-256 AES-256",
                    pair -> encrypted(
                            pair, pbkdf2(PKCSObjectIdentifiers.id_hmacWithSHA256), NISTObjectIdentifiers.id_aes256_CBC),
            "PBKDF2 SHA-512 AES-192",
                    pair -> encrypted(
                            pair, pbkdf2(PKCSObjectIdentifiers.id_hmacWithSHA512), NISTObjectIdentifiers.id_aes192_CBC),
            "scrypt AES-256",
                    pair -> encrypted(
                            pair, new ScryptConfig.Builder(1024, 8, 1).build(), NISTObjectIdentifiers.id_aes256_CBC),
            "cosign",
                    pair -> {
                        try (Secret secret = new Secret(PASSWORD.toCharArray())) {
                            return PemWriter.write(
                                    "ENCRYPTED SIGSTORE PRIVATE KEY",
                                    SigstoreBox.encrypt(pair.getPrivate().getEncoded(), secret, new SecureRandom()));
                        }
                    });

    @TestFactory
    Stream<DynamicTest> every_kind_of_key_in_every_format_signs_what_its_public_key_verifies() {
        var tests = new ArrayList<DynamicTest>();
        for (String kind : KINDS) {
            FORMATS.forEach((name, format) -> tests.add(DynamicTest.dynamicTest(
                    kind + " in " + name, () -> signs(TestKeys.pair(kind), format.write(TestKeys.pair(kind))))));
        }
        return tests.stream();
    }

    private void signs(KeyPair pair, String pem) throws Exception {
        try (ManagedKey key = open(pem)) {
            assertThat(key.publicKey().encoded()).isEqualTo(pair.getPublic().getEncoded());
            Message message = Message.of("some bytes".getBytes(US_ASCII));
            byte[] signature = key.sign(message);
            assertThat(message.isSignedBy(key.publicKey(), signature)).contains(true);
            assertThat(Message.of("other bytes".getBytes(US_ASCII)).isSignedBy(key.publicKey(), signature))
                    .contains(false);
        }
    }

    @ParameterizedTest
    @CsvSource({"secp256r1,SHA256", "secp384r1,SHA256", "secp384r1,SHA384", "secp521r1,SHA512", "RSA2048,SHA256"})
    void a_digest_is_signed_as_the_bytes_are(String kind, HashAlgorithm hash) throws Exception {
        byte[] bytes = "some bytes".getBytes(US_ASCII);
        ManagedKey key = open(
                PemWriter.write("PRIVATE KEY", TestKeys.pair(kind).getPrivate().getEncoded()));

        byte[] signature = key.sign(Message.ofDigest(hash, hash.hash(bytes)));

        assertThat(key.publicKey().verifies(hash, bytes, signature)).isTrue();
    }

    @Test
    void a_digest_that_no_verifier_takes_is_not_signed() throws Exception {
        byte[] digest = HashAlgorithm.SHA384.hash(new byte[1]);
        ManagedKey p256 = open(PemWriter.write(
                "PRIVATE KEY", TestKeys.pair("secp256r1").getPrivate().getEncoded()));
        ManagedKey edwards = open(PemWriter.write(
                "PRIVATE KEY", TestKeys.pair("Ed25519").getPrivate().getEncoded()));

        assertThatThrownBy(() -> p256.sign(Message.ofDigest(HashAlgorithm.SHA384, digest)))
                .isInstanceOf(SigningException.class);
        assertThatThrownBy(() -> edwards.sign(Message.ofDigest(HashAlgorithm.SHA384, digest)))
                .isInstanceOf(SigningException.class)
                .hasMessageContaining("only its digest is known");
    }

    @TestFactory
    Stream<DynamicTest> a_wrong_password_is_said_to_be_wrong() {
        var wrong = new Passwords(Map.of("ATTEST_KEY_PASSWORD", "hunter2"), question -> Optional.empty());
        return FORMATS.entrySet().stream()
                .filter(format -> !List.of("PKCS8", "traditional").contains(format.getKey()))
                .map(format -> DynamicTest.dynamicTest(format.getKey(), () -> {
                    for (int i = 0; i < 3; i++) {
                        byte[] pem = format.getValue()
                                .write(TestKeys.pair("secp256r1"))
                                .getBytes(US_ASCII);
                        refused(() -> new PemKeys(wrong).open(pem, "the key k"))
                                .hasMessageContaining("the password is wrong")
                                .hasMessageNotContaining("hunter2");
                    }
                }));
    }

    @Test
    void a_password_that_nobody_gives_names_the_variables() {
        var none = new Passwords(Map.of(), question -> Optional.empty());
        refused(() -> new PemKeys(none)
                        .open(format("cosign").write(TestKeys.pair("secp256r1")).getBytes(US_ASCII), "the key k"))
                .hasMessageContaining("ATTEST_KEY_PASSWORD")
                .hasMessageContaining("COSIGN_PASSWORD");
    }

    @Test
    void a_password_is_asked_for_and_overwritten() throws Exception {
        char[] typed = PASSWORD.toCharArray();
        var asked = new ArrayList<String>();
        var prompt = new Passwords(Map.of(), question -> {
            asked.add(question);
            return Optional.of(typed);
        });

        new PemKeys(prompt)
                .open(format("cosign").write(TestKeys.pair("secp256r1")).getBytes(US_ASCII), "the key k");

        assertThat(asked).containsExactly("Password of the key k: ");
        assertThat(typed).containsOnly('\0');
    }

    @Test
    void a_plain_key_asks_for_no_password_and_its_text_is_overwritten() throws Exception {
        var unasked = new Passwords(Map.of(), question -> {
            throw new AssertionError("asked");
        });
        byte[] text = format("PKCS8").write(TestKeys.pair("Ed25519")).getBytes(US_ASCII);

        new PemKeys(unasked).open(text, "the key k");

        assertThat(text).containsOnly(0);
    }

    @Test
    void what_stands_around_the_key_is_passed_over() throws Exception {
        KeyPair pair = TestKeys.pair("secp256r1");
        String beside =
                "Bag Attributes\n    friendlyName: x\n-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n";
        signs(
                pair,
                beside
                        + pem(pair)
                        + PemWriter.write("PUBLIC KEY", pair.getPublic().getEncoded()));
        signs(pair, pem(pair).replace("\n", "\r\n"));
    }

    @Test
    void two_private_keys_are_refused() throws Exception {
        String one = pem(TestKeys.pair("secp256r1"));
        refused(() -> open(one + one)).hasMessageContaining("more than one private key");
    }

    @ParameterizedTest
    @ValueSource(strings = {"secp224r1", "RSA1024"})
    void weak_keys_are_refused(String kind) throws Exception {
        KeyPair pair = kind.equals("RSA1024") ? TestKeys.pair(kind) : bouncyCastles(kind);
        refused(() -> open(PemWriter.write("PRIVATE KEY", pair.getPrivate().getEncoded())));
    }

    private static KeyPair bouncyCastles(String curve) throws Exception {
        var generator = java.security.KeyPairGenerator.getInstance("EC", new BouncyCastleProvider());
        generator.initialize(new java.security.spec.ECGenParameterSpec(curve));
        return generator.generateKeyPair();
    }

    @Test
    void a_public_half_of_another_key_is_refused() throws Exception {
        byte[] mine = sec1(TestKeys.pair("secp256r1"));
        byte[] point = SubjectPublicKeyInfo.getInstance(
                        bouncyCastles("secp256r1").getPublic().getEncoded())
                .getPublicKeyData()
                .getBytes();
        System.arraycopy(point, 0, mine, mine.length - point.length, point.length);

        refused(() -> open(PemWriter.write("EC PRIVATE KEY", mine)))
                .hasMessageContaining("does not belong to its public key");
    }

    @TestFactory
    Stream<DynamicTest> a_key_cut_short_or_changed_is_refused_or_a_key() {
        return FORMATS.entrySet().stream()
                .filter(format -> !format.getKey().equals("cosign"))
                .map(format -> DynamicTest.dynamicTest(format.getKey(), () -> {
                    byte[] whole =
                            format.getValue().write(TestKeys.pair("secp256r1")).getBytes(US_ASCII);
                    for (int length = 0; length < whole.length; length += 7) {
                        byte[] cut = Arrays.copyOf(whole, length);
                        endsWell(cut);
                    }
                    for (int at = 0; at < whole.length; at += 5) {
                        byte[] changed = whole.clone();
                        changed[at] ^= 1;
                        endsWell(changed);
                    }
                }));
    }

    private void endsWell(byte[] text) {
        try {
            ManagedKey key = new PemKeys(passwords).open(text, "the key k");
            assertThat(key.publicKey().verifies(text, key.sign(Message.of(text))))
                    .isTrue();
        } catch (SigningException e) {
            assertThat(e.kind()).isEqualTo(SigningException.Kind.USAGE);
            assertThat(e.getMessage()).startsWith("the key k: ").doesNotContain(PASSWORD);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1073741824,8,1",
        "65536,1073741824,1",
        "65536,8,1073741824",
        "0,8,1",
        "65536,0,1",
        "65536,8,0",
        "-1,8,1",
        "65535,8,1",
        "1,8,1",
        "262144,8,1",
        "131072,1,1",
        "9223372036854775807,9223372036854775807,1"
    })
    void costs_that_would_fell_the_machine_are_refused(String n, String r, String p) {
        String json = "{\"kdf\":{\"name\":\"scrypt\",\"params\":{\"N\":" + n + ",\"r\":" + r + ",\"p\":" + p
                + "},\"salt\":\"AAAA\"},\"cipher\":{\"name\":\"nacl/secretbox\",\"nonce\":\"" + "AAAA".repeat(8)
                + "\"},\"ciphertext\":\"" + "AAAA".repeat(20) + "\"}";
        refused(() -> open(PemWriter.write("ENCRYPTED SIGSTORE PRIVATE KEY", json.getBytes(US_ASCII))))
                .hasMessageContaining("scrypt parameters");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nothing",
                "-----BEGIN PRIVATE KEY-----",
                "-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----",
                "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END EC PRIVATE KEY-----",
                "-----BEGIN PRIVATE KEY-----\n!!!!\n-----END PRIVATE KEY-----",
                "-----BEGIN private key-----\nAAAA\n-----END private key-----",
                "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----",
                "-----BEGIN DSA PRIVATE KEY-----\nAAAA\n-----END DSA PRIVATE KEY-----",
                "-----BEGIN ENCRYPTED SIGSTORE PRIVATE KEY-----\ne30=\n-----END ENCRYPTED SIGSTORE PRIVATE KEY-----"
            })
    void what_is_no_private_key_is_refused(String text) {
        refused(() -> open(text));
    }

    @Test
    void old_formats_are_refused_with_the_way_out() {
        String legacy = PemWriter.write("RSA PRIVATE KEY", new byte[3]).replace("AAAA", "Proc-Type: 4,ENCRYPTED AAAA");
        refused(() -> open(legacy)).hasMessageContaining("openssl pkcs8 -topk8");
        refused(() -> open("-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----\n"))
                .hasMessageContaining("ssh-keygen -p -m PKCS8");
    }

    @Test
    void many_iterations_are_refused() throws Exception {
        String pem = encrypted(
                TestKeys.pair("secp256r1"),
                new PBKDF2Config.Builder().withIterationCount(1000).build(),
                NISTObjectIdentifiers.id_aes256_CBC);
        byte[] der = java.util.Base64.getMimeDecoder().decode(pem.replaceAll("-----[^-]+-----", ""));
        // 02 02 03e8, the count, grown to four bytes inside its sequences.
        String hex = java.util.HexFormat.of().formatHex(der);
        assertThat(hex).contains("020203e8");
        byte[] hostile = java.util.HexFormat.of().parseHex(hex.replace("020203e8", "02027fff"));
        refused(() -> open(PemWriter.write("ENCRYPTED PRIVATE KEY", hostile)))
                .hasMessageContaining("password is wrong");
    }

    private static Format format(String name) {
        return java.util.Objects.requireNonNull(FORMATS.get(name));
    }

    private ManagedKey open(String pem) throws SigningException {
        return new PemKeys(passwords).open(pem.getBytes(US_ASCII), "the key k");
    }

    private static org.assertj.core.api.AbstractThrowableAssert<?, ?> refused(
            org.assertj.core.api.ThrowableAssert.ThrowingCallable opening) {
        return assertThatThrownBy(opening).isInstanceOfSatisfying(SigningException.class, e -> assertThat(e.kind())
                .isEqualTo(SigningException.Kind.USAGE));
    }

    /** SEC 1, PKCS #1, or PKCS #8 where there is no older form. */
    private static String pem(KeyPair pair) throws Exception {
        if (pair.getPrivate() instanceof ECPrivateKey) {
            return PemWriter.write("EC PRIVATE KEY", sec1(pair));
        }
        var text = new StringWriter();
        try (var writer = new JcaPEMWriter(text)) {
            writer.writeObject(pair.getPrivate());
        }
        return text.toString();
    }

    private static byte[] sec1(KeyPair pair) throws Exception {
        var key = (ECPrivateKey) pair.getPrivate();
        SubjectPublicKeyInfo info =
                SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded());
        return new org.bouncycastle.asn1.sec.ECPrivateKey(
                        key.getParams().getOrder().bitLength(),
                        key.getS(),
                        info.getPublicKeyData(),
                        info.getAlgorithm().getParameters())
                .getEncoded();
    }

    private static PBKDFConfig pbkdf2(@org.jspecify.annotations.Nullable ASN1ObjectIdentifier function) {
        var builder = new PBKDF2Config.Builder().withIterationCount(1000).withSaltLength(16);
        if (function != null) {
            builder.withPRF(new AlgorithmIdentifier(function, DERNull.INSTANCE));
        } else {
            builder.withPRF(PBKDF2Config.PRF_SHA1);
        }
        return builder.build();
    }

    private static String encrypted(KeyPair pair, PBKDFConfig derivation, ASN1ObjectIdentifier cipher)
            throws Exception {
        var encryptor = new JcePKCSPBEOutputEncryptorBuilder(derivation, cipher)
                .setProvider(new BouncyCastleProvider())
                .build(PASSWORD.toCharArray());
        byte[] der = new PKCS8EncryptedPrivateKeyInfoBuilder(
                        PrivateKeyInfo.getInstance(pair.getPrivate().getEncoded()))
                .build(encryptor)
                .getEncoded();
        return PemWriter.write("ENCRYPTED PRIVATE KEY", der);
    }
}
