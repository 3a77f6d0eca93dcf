package dev.attest.signing.key;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VerificationKeyTest {
    private static final byte[] DATA = "data".getBytes(UTF_8);

    @ParameterizedTest
    @CsvSource({
        "EC,secp256r1,SHA256withECDSA",
        "EC,secp384r1,SHA384withECDSA",
        "EC,secp384r1,SHA256withECDSA",
        "EC,secp521r1,SHA512withECDSA",
        "Ed25519,,Ed25519",
        "RSA,2048,SHA256withRSA"
    })
    void accepted_algorithms_verify(String kind, String size, String algorithm) throws Exception {
        KeyPair pair = pair(kind, size);
        VerificationKey key = VerificationKey.parse(pair.getPublic().getEncoded());
        byte[] signature = sign(pair, algorithm);
        assertThat(key.verifies(DATA, signature)).isTrue();
        assertThat(Message.of(DATA).isSignedBy(key, signature)).contains(true);
        assertThat(key.verifies("other".getBytes(UTF_8), signature)).isFalse();
        signature[signature.length - 1] ^= 1;
        assertThat(key.verifies(DATA, signature)).isFalse();
        assertThat(key.verifies(DATA, new byte[0])).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"EC,secp256r1,SHA1withECDSA", "EC,secp256r1,SHA512withECDSA", "RSA,2048,SHA1withRSA"})
    void other_hashes_do_not_verify(String kind, String size, String algorithm) throws Exception {
        KeyPair pair = pair(kind, size);
        VerificationKey key = VerificationKey.parse(pair.getPublic().getEncoded());
        assertThat(key.verifies(DATA, sign(pair, algorithm))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"RSA,1024", "Ed448,", "DSA,2048", "X25519,"})
    void other_keys_are_refused(String kind, String size) throws Exception {
        byte[] encoded = pair(kind, size).getPublic().getEncoded();
        assertThatThrownBy(() -> VerificationKey.parse(encoded)).isInstanceOf(MalformedKeyException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "3006020100020100",
                "3006020101020100",
                "3006020100020101",
                "30060201ff0201ff",
                "300602010102010100",
                "3046022100ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551"
                        + "022100ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551",
                ""
            })
    void numbers_outside_the_curve_are_no_signature(String hex) throws Exception {
        byte[] signature = HexFormat.of().parseHex(hex);
        VerificationKey key =
                VerificationKey.parse(pair("EC", "secp256r1").getPublic().getEncoded());
        assertThat(key.verifies(DATA, signature)).isFalse();
        assertThat(key.verifiesDigest(HashAlgorithm.SHA256, new byte[32], signature))
                .contains(false);
    }

    @Test
    void digests_verify_where_the_algorithm_allows() throws Exception {
        KeyPair pair = pair("EC", "secp256r1");
        VerificationKey key = VerificationKey.parse(pair.getPublic().getEncoded());
        var digest = Message.ofDigest(HashAlgorithm.SHA256, HashAlgorithm.SHA256.hash(DATA));
        assertThat(digest.isSignedBy(key, sign(pair, "SHA256withECDSA"))).contains(true);
        assertThat(digest.digest(HashAlgorithm.SHA512)).isEmpty();
        assertThat(digest.hasDigest(HashAlgorithm.SHA512, new byte[64])).isFalse();
        VerificationKey other =
                VerificationKey.parse(pair("Ed25519", null).getPublic().getEncoded());
        assertThat(digest.isSignedBy(other, new byte[64])).isEmpty();
        assertThatThrownBy(() -> Message.ofDigest(HashAlgorithm.SHA256, new byte[31]))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "EC,secp256r1,PKIX_ECDSA_P256_SHA_256,SHA256",
        "EC,secp384r1,PKIX_ECDSA_P384_SHA_384,SHA384",
        "EC,secp521r1,PKIX_ECDSA_P521_SHA_512,SHA512",
        "Ed25519,,PKIX_ED25519,SHA512",
        "RSA,2048,PKIX_RSA_PKCS1V15_2048_SHA256,SHA256",
        "RSA,3072,PKIX_RSA_PKCS1V15_3072_SHA256,SHA256",
        "RSA,2560,,SHA256"
    })
    void keys_have_the_registrys_name(
            String kind,
            @org.jspecify.annotations.Nullable String size,
            @org.jspecify.annotations.Nullable KeyDetails details,
            HashAlgorithm hash)
            throws Exception {
        VerificationKey key = VerificationKey.parse(pair(kind, size).getPublic().getEncoded());
        assertThat(key.keyDetails()).isEqualTo(java.util.Optional.ofNullable(details));
        assertThat(key.hash()).isEqualTo(hash);
    }

    @ParameterizedTest
    @ValueSource(strings = {"SHA256", "SHA384", "SHA512"})
    void rsa_digests_verify_alone(HashAlgorithm hash) throws Exception {
        KeyPair pair = pair("RSA", "2048");
        VerificationKey key = VerificationKey.parse(pair.getPublic().getEncoded());
        byte[] signature = sign(pair, hash + "withRSA");
        assertThat(key.verifiesDigest(hash, hash.hash(DATA), signature)).contains(true);
        assertThat(key.verifiesDigest(hash, hash.hash(new byte[1]), signature)).isEmpty();
        assertThat(key.verifies(DATA, signature)).isTrue();
        HashAlgorithm other = hash == HashAlgorithm.SHA256 ? HashAlgorithm.SHA512 : HashAlgorithm.SHA256;
        assertThat(key.verifiesDigest(other, other.hash(DATA), signature)).isEmpty();
    }

    @Test
    void digests_under_a_bound_key_are_decided() throws Exception {
        KeyPair pair = pair("RSA", "2048");
        VerificationKey key =
                VerificationKey.parse(pair.getPublic().getEncoded(), KeyDetails.PKIX_RSA_PKCS1V15_2048_SHA256);
        byte[] digest = HashAlgorithm.SHA256.hash(DATA);
        assertThat(key.verifiesDigest(HashAlgorithm.SHA256, digest, sign(pair, "SHA256withRSA")))
                .contains(true);
        assertThat(key.verifiesDigest(HashAlgorithm.SHA256, digest, sign(pair, "SHA512withRSA")))
                .contains(false);
    }

    @Test
    void bound_keys_verify_by_their_algorithm_alone() throws Exception {
        KeyPair pair = pair("EC", "secp384r1");
        byte[] encoded = pair.getPublic().getEncoded();
        VerificationKey key = VerificationKey.parse(encoded, KeyDetails.PKIX_ECDSA_P384_SHA_384);
        assertThat(key.verifies(DATA, sign(pair, "SHA384withECDSA"))).isTrue();
        assertThat(key.verifies(DATA, sign(pair, "SHA256withECDSA"))).isFalse();
        assertThat(key.hash()).isEqualTo(HashAlgorithm.SHA384);
        assertThatThrownBy(() -> VerificationKey.parse(encoded, KeyDetails.PKIX_ECDSA_P256_SHA_256))
                .isInstanceOf(MalformedKeyException.class);
        KeyPair rsa = pair("RSA", "2048");
        byte[] bare = Arrays.copyOfRange(
                rsa.getPublic().getEncoded(), 24, rsa.getPublic().getEncoded().length);
        byte[] signature = sign(rsa, "SHA256withRSA");
        assertThat(VerificationKey.parse(bare, KeyDetails.PKCS1_RSA_PKCS1V5).verifies(DATA, signature))
                .isTrue();
        assertThat(VerificationKey.parse(bare, KeyDetails.PKCS1_RSA_PSS).verifies(DATA, signature))
                .isFalse();
    }

    @Test
    void only_ed25519_has_another_name_for_digests() {
        assertThat(KeyDetails.PKIX_ED25519.prehashed()).isEqualTo(KeyDetails.PKIX_ED25519_PH);
        assertThat(KeyDetails.PKIX_ECDSA_P256_SHA_256.prehashed()).isEqualTo(KeyDetails.PKIX_ECDSA_P256_SHA_256);
    }

    @Test
    void bare_rsa_keys_are_read() throws Exception {
        byte[] encoded = pair("RSA", "2048").getPublic().getEncoded();
        byte[] bare = Arrays.copyOfRange(encoded, 24, encoded.length);
        assertThat(VerificationKey.parsePkcs1(bare).encoded()).isEqualTo(encoded);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-----BEGIN A-----\nAAAA\n-----END B-----",
                "-----BEGIN A-----\nA\n-----END A-----",
                "x-----BEGIN A-----\nAAAA\n-----END A-----",
                "-----BEGIN A-----\nAAAA\n-----END A-----\n-----BEGIN A-----\nAAAA\n-----END A-----"
            })
    void text_around_a_pem_block_is_refused(String text) {
        assertThat(Pem.parse(text.getBytes(UTF_8))).isEmpty();
        assertThat(Pem.parse(new byte[1 << 20])).isEmpty();
        assertThat(Pem.parse("-----BEGIN A-----\nAAAA\n-----END A-----\n".getBytes(UTF_8)))
                .hasValueSatisfying(pem -> assertThat(pem.content()).hasSize(3));
    }

    private static KeyPair pair(String kind, @org.jspecify.annotations.Nullable String size) throws Exception {
        var generator = KeyPairGenerator.getInstance(kind);
        if (kind.equals("EC")) {
            generator.initialize(new ECGenParameterSpec(size));
        } else if (size != null) {
            generator.initialize(Integer.parseInt(size));
        }
        return generator.generateKeyPair();
    }

    private static byte[] sign(KeyPair pair, String algorithm) throws Exception {
        Signature signature = Signature.getInstance(algorithm);
        signature.initSign(pair.getPrivate());
        signature.update(DATA);
        return signature.sign();
    }
}
