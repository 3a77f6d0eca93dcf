package dev.attest.signing.tuf;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.attest.json.StrictJson;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/** A key that signs metadata of the tests' repository. */
record TestKey(String id, String keytype, String scheme, String publicValue, KeyPair pair, int salt) {
    static TestKey of(String kind, String id) {
        try {
            return switch (kind) {
                case "ed25519" -> ed25519(id);
                case "ecdsa" -> pem(id, "ecdsa", "ecdsa-sha2-nistp256", ec("secp256r1"));
                case "ecdsa-old" -> pem(id, "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp256", ec("secp256r1"));
                case "ecdsa-384" -> pem(id, "ecdsa", "ecdsa-sha2-nistp384", ec("secp384r1"));
                case "ecdsa-point" -> of("ecdsa-old", id).asPoint(id);
                case "rsa", "rsa-long-salt" -> rsa(id, 2048, kind.equals("rsa") ? 32 : 256 - 32 - 2);
                case "rsa-1024" -> rsa(id, 1024, 32);
                case "future" -> pem(id, "ml-dsa", "ml-dsa-65", ec("secp256r1"));
                case "mismatched" -> pem(id, "ecdsa", "ecdsa-sha2-nistp256", ec("secp384r1"));
                default -> throw new IllegalArgumentException(kind);
            };
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The same key under another name. */
    TestKey alias(String otherId) {
        return new TestKey(otherId, keytype, scheme, publicValue, pair, salt);
    }

    /** The same key as a bare point in hex. */
    TestKey asPoint(String otherId) {
        byte[] info = pair.getPublic().getEncoded();
        String point = HexFormat.of().formatHex(Arrays.copyOfRange(info, info.length - 65, info.length));
        return new TestKey(otherId, keytype, scheme, point, pair, salt);
    }

    TestKey withPublicValue(String value) {
        return new TestKey(id, keytype, scheme, value, pair, 32);
    }

    ObjectNode json() {
        ObjectNode key = StrictJson.object();
        key.put("keytype", keytype).put("scheme", scheme);
        key.putObject("keyval").put("public", publicValue);
        return key;
    }

    byte[] sign(byte[] data) {
        try {
            Signature signer = Signature.getInstance(
                    switch (scheme) {
                        case "ed25519" -> "Ed25519";
                        case "rsassa-pss-sha256" -> "RSASSA-PSS";
                        case "ecdsa-sha2-nistp384" -> "SHA384withECDSA";
                        default -> "SHA256withECDSA";
                    });
            if (scheme.startsWith("rsa")) {
                signer.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, salt, 1));
            }
            signer.initSign(pair.getPrivate());
            signer.update(data);
            return signer.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static TestKey ed25519(String id) throws GeneralSecurityException {
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        byte[] info = pair.getPublic().getEncoded();
        String value = HexFormat.of().formatHex(Arrays.copyOfRange(info, info.length - 32, info.length));
        return new TestKey(id, "ed25519", "ed25519", value, pair, 0);
    }

    private static TestKey rsa(String id, int bits, int salt) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(bits);
        TestKey key = pem(id, "rsa", "rsassa-pss-sha256", generator.generateKeyPair());
        return new TestKey(id, key.keytype(), key.scheme(), key.publicValue(), key.pair(), salt);
    }

    private static KeyPair ec(String curve) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec(curve));
        return generator.generateKeyPair();
    }

    private static TestKey pem(String id, String keytype, String scheme, KeyPair pair) {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'})
                .encodeToString(pair.getPublic().getEncoded());
        String value = "-----BEGIN PUBLIC KEY-----\n" + body + "\n-----END PUBLIC KEY-----\n";
        return new TestKey(id, keytype, scheme, value, pair, 32);
    }
}
