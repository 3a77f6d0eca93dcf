package dev.attest.signing.key.pem;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.attest.json.JsonObject;
import dev.attest.json.MalformedJsonException;
import dev.attest.json.StrictJson;
import dev.attest.signing.key.MalformedKeyException;
import dev.attest.signing.key.Secret;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;

/**
 * What cosign's encrypted private keys hold (go-securesystemslib's {@code encrypted} package): JSON that names scrypt and its
 * costs, a nonce, and a PKCS #8 key in a secretbox.
 */
final class SigstoreBox {
    private static final int MAX_JSON = 1 << 16;
    /** What cosign writes: 64 MiB. */
    private static final int N = 1 << 16;

    private static final int R = 8;
    private static final int P = 1;
    private static final int SALT = 32;

    private final Scrypt scrypt;
    private final byte[] nonce;
    private final byte[] box;

    private SigstoreBox(Scrypt scrypt, byte[] nonce, byte[] box) {
        this.scrypt = scrypt;
        this.nonce = nonce;
        this.box = box;
    }

    static SigstoreBox parse(byte[] json) throws MalformedKeyException {
        try {
            JsonObject all = StrictJson.parseObject(json, "key", MAX_JSON);
            JsonObject function = all.object("kdf");
            JsonObject cipher = all.object("cipher");
            if (!function.text("name").equals("scrypt") || !cipher.text("name").equals("nacl/secretbox")) {
                throw new MalformedKeyException("a private key that is not encrypted by scrypt and nacl/secretbox");
            }
            JsonObject costs = function.object("params");
            Scrypt scrypt =
                    Scrypt.of(number(costs, "N"), number(costs, "r"), number(costs, "p"), function.base64("salt"));
            byte[] nonce = cipher.base64("nonce");
            if (nonce.length != SecretBox.NONCE) {
                throw new MalformedKeyException("a private key with a nonce of " + nonce.length + " bytes");
            }
            return new SigstoreBox(scrypt, nonce, all.base64("ciphertext"));
        } catch (MalformedJsonException e) {
            throw new MalformedKeyException("an encrypted private key whose inside is not cosign's: " + e.getMessage());
        }
    }

    private static BigInteger number(JsonObject costs, String name) throws MalformedJsonException {
        return BigInteger.valueOf(costs.integer(name));
    }

    /** The PKCS #8 key inside, authenticated. */
    byte[] decrypt(Secret password) throws WrongPasswordException {
        byte[] key = derive(scrypt, password);
        try {
            return SecretBox.open(key, nonce, box).orElseThrow(WrongPasswordException::new);
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    /** The JSON that cosign reads. */
    static byte[] encrypt(byte[] pkcs8, Secret password, SecureRandom random) {
        byte[] salt = random(SALT, random);
        byte[] nonce = random(SecretBox.NONCE, random);
        byte[] key = derive(cosigns(salt), password);
        byte[] box = SecretBox.seal(key, nonce, pkcs8);
        Arrays.fill(key, (byte) 0);
        ObjectNode json = StrictJson.object();
        ObjectNode function = json.putObject("kdf");
        function.put("name", "scrypt").put("salt", base64(salt));
        function.putObject("params").put("N", N).put("r", R).put("p", P);
        json.putObject("cipher").put("name", "nacl/secretbox").put("nonce", base64(nonce));
        json.put("ciphertext", base64(box));
        return StrictJson.write(json);
    }

    private static Scrypt cosigns(byte[] salt) {
        try {
            return Scrypt.of(BigInteger.valueOf(N), BigInteger.valueOf(R), BigInteger.valueOf(P), salt);
        } catch (MalformedKeyException e) {
            throw new IllegalStateException("cosign's costs are within the bounds", e);
        }
    }

    private static byte[] derive(Scrypt scrypt, Secret password) {
        byte[] utf8 = password.utf8();
        try {
            return scrypt.derive(utf8, SecretBox.KEY);
        } finally {
            Arrays.fill(utf8, (byte) 0);
        }
    }

    private static byte[] random(int length, SecureRandom random) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
