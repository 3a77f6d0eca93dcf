package dev.attest.localsigstore;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Cipher;

/** Signatures of the key types that Fulcio and Rekor take: ECDSA on the NIST curves, Ed25519, RSA with PKCS #1 v1.5. */
final class Signatures {

    private static final int RSA_LEAST_BITS = 2048;
    private static final int RSA_MOST_BITS = 8192;
    private static final int RSA_EXPONENT_BITS = 33;
    /** RFC 8017 §9.2 note 1: what stands before a SHA-256 digest in a PKCS #1 v1.5 signature. */
    private static final byte[] SHA256_PREFIX = HexFormat.of().parseHex("3031300d060960864801650304020105000420");

    private Signatures() {}

    static byte[] sign(PrivateKey key, String algorithm, byte[] data) {
        try {
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(key);
            signature.update(data);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("our own key cannot sign with " + algorithm, e);
        }
    }

    /** As all keys of ours but the root authorities' sign: ECDSA over SHA-256 in DER, or Ed25519. */
    static byte[] sign(PrivateKey key, byte[] data) {
        return sign(key, key instanceof ECPrivateKey ? "SHA256withECDSA" : "Ed25519", data);
    }

    static PublicKey publicKey(byte[] spki) throws MalformedInputException {
        for (String type : List.of("EC", "Ed25519", "RSA")) {
            try {
                PublicKey key = KeyFactory.getInstance(type).generatePublic(new X509EncodedKeySpec(spki));
                requireStrength(key);
                return key;
            } catch (GeneralSecurityException e) {
                // Not of this type; the next may be.
            }
        }
        throw new MalformedInputException("public key is not an ECDSA, Ed25519 or RSA key");
    }

    private static void requireStrength(PublicKey key) throws MalformedInputException {
        if (key instanceof RSAPublicKey rsa) {
            int bits = rsa.getModulus().bitLength();
            if (bits < RSA_LEAST_BITS
                    || bits > RSA_MOST_BITS
                    || rsa.getPublicExponent().bitLength() > RSA_EXPONENT_BITS) {
                throw new MalformedInputException("RSA keys must have 2048 to 8192 bits and a short exponent");
            }
        }
    }

    static boolean verifies(PublicKey key, byte[] data, byte[] signature) {
        return algorithms(key).stream().anyMatch(algorithm -> verifies(algorithm, key, data, signature));
    }

    static boolean verifies(String algorithm, PublicKey key, byte[] data, byte[] signature) {
        try {
            Signature verifier = Signature.getInstance(algorithm);
            verifier.initVerify(key);
            verifier.update(data);
            return verifier.verify(signature);
        } catch (GeneralSecurityException e) {
            return false; // bytes that are no signature at all
        }
    }

    /** Whether it is a signature of the data that has this SHA-256 digest; Ed25519 cannot tell (RFC 8032 hashes twice). */
    static boolean verifiesDigest(PublicKey key, byte[] digest, byte[] signature) {
        if (key instanceof ECPublicKey) {
            return verifies("NONEwithECDSA", key, digest, signature);
        }
        if (!(key instanceof RSAPublicKey)) {
            return false;
        }
        try {
            Cipher cipher = Cipher.getInstance("RSA/ECB/PKCS1Padding");
            cipher.init(Cipher.DECRYPT_MODE, key);
            byte[] expected = Arrays.copyOf(SHA256_PREFIX, SHA256_PREFIX.length + digest.length);
            System.arraycopy(digest, 0, expected, SHA256_PREFIX.length, digest.length);
            return Arrays.equals(expected, cipher.doFinal(signature));
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /** Clients of Rekor v1 sign with SHA-256 on every curve, newer ones with the digest that fits the curve. */
    private static List<String> algorithms(PublicKey key) {
        if (key instanceof RSAPublicKey) {
            return List.of("SHA256withRSA");
        }
        if (key instanceof ECPublicKey ec) {
            int bits = ec.getParams().getCurve().getField().getFieldSize();
            return switch (bits) {
                case 256 -> List.of("SHA256withECDSA");
                case 384 -> List.of("SHA384withECDSA", "SHA256withECDSA");
                default -> List.of("SHA512withECDSA", "SHA256withECDSA");
            };
        }
        return List.of("Ed25519");
    }
}
