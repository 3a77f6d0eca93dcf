package dev.attest.signing.key;

import java.util.Arrays;
import java.util.Optional;

/**
 * Key, size, hash and padding under one name: Sigstore's algorithm registry (protobuf-specs, sigstore_common.proto,
 * {@code PublicKeyDetails}; docs/algorithm-registry.md). The constants bear the registry's names, as its JSON does.
 * Post-quantum and stateful kinds are not here and are not verified.
 */
public enum KeyDetails {
    PKIX_ECDSA_P256_SHA_256(5, Kind.ECDSA, 256, HashAlgorithm.SHA256),
    PKIX_ECDSA_P384_SHA_384(12, Kind.ECDSA, 384, HashAlgorithm.SHA384),
    PKIX_ECDSA_P521_SHA_512(13, Kind.ECDSA, 521, HashAlgorithm.SHA512),
    /** Deprecated by the registry; cosign signs so with keys on this curve. */
    PKIX_ECDSA_P384_SHA_256(19, Kind.ECDSA, 384, HashAlgorithm.SHA256),
    /** Deprecated by the registry; cosign signs so with keys on this curve. */
    PKIX_ECDSA_P521_SHA_256(20, Kind.ECDSA, 521, HashAlgorithm.SHA256),
    /** Over the message itself. */
    PKIX_ED25519(7, Kind.ED25519, 256, HashAlgorithm.SHA512),
    /** Over the message's SHA-512 (RFC 8032 Ed25519ph), the only form in which a digest is enough. */
    PKIX_ED25519_PH(8, Kind.ED25519_PH, 256, HashAlgorithm.SHA512),
    PKIX_RSA_PKCS1V15_2048_SHA256(9, Kind.RSA, 2048, HashAlgorithm.SHA256),
    PKIX_RSA_PKCS1V15_3072_SHA256(10, Kind.RSA, 3072, HashAlgorithm.SHA256),
    PKIX_RSA_PKCS1V15_4096_SHA256(11, Kind.RSA, 4096, HashAlgorithm.SHA256),
    PKIX_RSA_PSS_2048_SHA256(16, Kind.RSA_PSS, 2048, HashAlgorithm.SHA256),
    PKIX_RSA_PSS_3072_SHA256(17, Kind.RSA_PSS, 3072, HashAlgorithm.SHA256),
    PKIX_RSA_PSS_4096_SHA256(18, Kind.RSA_PSS, 4096, HashAlgorithm.SHA256),
    /** Of any size, and not a SubjectPublicKeyInfo but a bare RSAPublicKey; deprecated, in older roots. */
    PKCS1_RSA_PKCS1V5(1, Kind.RSA, 0, HashAlgorithm.SHA256),
    /** Of any size, a bare RSAPublicKey; deprecated. */
    PKCS1_RSA_PSS(2, Kind.RSA_PSS, 0, HashAlgorithm.SHA256),
    /** Of any size; deprecated. */
    PKIX_RSA_PKCS1V5(3, Kind.RSA, 0, HashAlgorithm.SHA256),
    /** Of any size; deprecated. */
    PKIX_RSA_PSS(4, Kind.RSA_PSS, 0, HashAlgorithm.SHA256);

    /** How a key signs. */
    enum Kind {
        ECDSA,
        ED25519,
        ED25519_PH,
        RSA,
        RSA_PSS
    }

    private final int number;
    private final Kind kind;
    private final int bits;
    private final HashAlgorithm hash;

    KeyDetails(int number, Kind kind, int bits, HashAlgorithm hash) {
        this.number = number;
        this.kind = kind;
        this.bits = bits;
        this.hash = hash;
    }

    /** By the registry's name. */
    public static Optional<KeyDetails> named(String name) {
        return Arrays.stream(values()).filter(one -> one.name().equals(name)).findFirst();
    }

    /** What keys of this kind and size sign with by default; the registry knows RSA of 2048, 3072 and 4096 bits only. */
    static Optional<KeyDetails> usual(Kind kind, int bits) {
        return Arrays.stream(values())
                .filter(one -> one.kind == kind && one.bits == bits)
                .findFirst();
    }

    /** The number in the protobuf enumeration. */
    public int number() {
        return number;
    }

    public HashAlgorithm hash() {
        return hash;
    }

    /**
     * With which a digest can be signed and verified without the message, as Rekor v2 demands of its entries
     * (rekor-tiles CLIENTS.md): Ed25519 has to be Ed25519ph there, all others are themselves.
     */
    public KeyDetails prehashed() {
        return this == PKIX_ED25519 ? PKIX_ED25519_PH : this;
    }

    /** Whether the key is not a SubjectPublicKeyInfo but an RSAPublicKey (RFC 8017 A.1.1). */
    public boolean isPkcs1() {
        return this == PKCS1_RSA_PKCS1V5 || this == PKCS1_RSA_PSS;
    }

    Kind kind() {
        return kind;
    }

    boolean fits(int keyBits) {
        return bits == 0 || bits == keyBits;
    }
}
