package dev.attest.localsigstore;

import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/** The ways of signing that Rekor v2 takes, by their names in Sigstore's registry (sigstore_common.proto, PublicKeyDetails). */
enum KeyDetails {
    PKIX_ECDSA_P256_SHA_256("EC", 256, 256),
    PKIX_ECDSA_P384_SHA_384("EC", 384, 384),
    PKIX_ECDSA_P521_SHA_512("EC", 521, 512),
    PKIX_RSA_PKCS1V15_2048_SHA256("RSA", 2048, 256),
    PKIX_RSA_PKCS1V15_3072_SHA256("RSA", 3072, 256),
    PKIX_RSA_PKCS1V15_4096_SHA256("RSA", 4096, 256),
    PKIX_ED25519_PH("Ed25519", 256, 512);

    private static final int ED25519_KEY = 32;
    private static final int ED25519_SIGNATURE = 64;

    private final String type;
    private final int keyBits;
    private final int hashBits;

    KeyDetails(String type, int keyBits, int hashBits) {
        this.type = type;
        this.keyBits = keyBits;
        this.hashBits = hashBits;
    }

    static KeyDetails named(String name) throws MalformedInputException {
        return Arrays.stream(values())
                .filter(details -> details.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new MalformedInputException("keyDetails name no algorithm that is taken here; "
                        + "Ed25519 keys have to sign as PKIX_ED25519_PH"));
    }

    /** The hash's name in Sigstore's messages. */
    String hash() {
        return "SHA2_" + hashBits;
    }

    int digestLength() {
        return hashBits / Byte.SIZE;
    }

    boolean fits(PublicKey key) {
        if (key instanceof ECPublicKey ec) {
            return type.equals("EC") && ec.getParams().getCurve().getField().getFieldSize() == keyBits;
        }
        if (key instanceof RSAPublicKey rsa) {
            return type.equals("RSA") && rsa.getModulus().bitLength() == keyBits;
        }
        return type.equals("Ed25519") && key instanceof EdECPublicKey;
    }

    /** Whether it is a signature of what has this digest; the key must fit. */
    boolean verifies(PublicKey key, byte[] digest, byte[] signature) {
        if (this != PKIX_ED25519_PH) {
            return Signatures.verifiesDigest(key, digest, signature);
        }
        // Java's own Ed25519ph wants the message, not its hash.
        byte[] point = rawEd25519(key.getEncoded());
        return signature.length == ED25519_SIGNATURE
                && Ed25519.verifyPrehash(signature, 0, point, 0, new byte[0], digest, 0);
    }

    /** The key itself, at the end of its SubjectPublicKeyInfo (RFC 8410 §4). */
    static byte[] rawEd25519(byte[] subjectPublicKeyInfo) {
        int length = subjectPublicKeyInfo.length;
        return Arrays.copyOfRange(subjectPublicKeyInfo, length - ED25519_KEY, length);
    }
}
