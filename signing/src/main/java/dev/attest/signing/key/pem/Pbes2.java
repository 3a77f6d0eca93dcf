package dev.attest.signing.key.pem;

import dev.attest.signing.der.Der;
import dev.attest.signing.der.DerReader;
import dev.attest.signing.der.MalformedDerException;
import dev.attest.signing.key.MalformedKeyException;
import dev.attest.signing.key.Secret;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * EncryptedPrivateKeyInfo (RFC 5958 §3) by PBES2 (RFC 8018 §6.2): a key derived by PBKDF2 or scrypt (RFC 7914 §7), and AES in
 * CBC mode. The costs that the text asks for are bounded.
 */
final class Pbes2 {
    private static final String PBES2 = "1.2.840.113549.1.5.13";
    private static final String PBKDF2 = "1.2.840.113549.1.5.12";
    private static final String SCRYPT = "1.3.6.1.4.1.11591.4.11";
    private static final Map<String, String> FUNCTIONS = Map.of(
            "1.2.840.113549.2.7", "HmacSHA1",
            "1.2.840.113549.2.8", "HmacSHA224",
            "1.2.840.113549.2.9", "HmacSHA256",
            "1.2.840.113549.2.10", "HmacSHA384",
            "1.2.840.113549.2.11", "HmacSHA512");

    /** The key's bytes of AES in CBC mode. */
    private static final Map<String, Integer> CIPHERS =
            Map.of("2.16.840.1.101.3.4.1.2", 16, "2.16.840.1.101.3.4.1.22", 24, "2.16.840.1.101.3.4.1.42", 32);

    private static final int MAX_ITERATIONS = 10_000_000;
    private static final int MAX_SALT = 1024;
    private static final int BLOCK = 16;
    private static final String WAY_OUT = "; encrypt it again with 'openssl pkcs8 -topk8 -v2 aes-256-cbc'";

    private final Derivation derivation;
    private final int keyLength;
    private final byte[] vector;
    private final byte[] encrypted;

    /** Makes the cipher's key of a password. */
    private interface Derivation {
        byte[] derive(Secret password, int length) throws GeneralSecurityException;
    }

    private Pbes2(Derivation derivation, int keyLength, byte[] vector, byte[] encrypted) {
        this.derivation = derivation;
        this.keyLength = keyLength;
        this.vector = vector;
        this.encrypted = encrypted;
    }

    static Pbes2 parse(byte[] der) throws MalformedKeyException, MalformedDerException {
        DerReader info = DerReader.single(der, Der.SEQUENCE).children();
        DerReader scheme = info.next(Der.SEQUENCE).children();
        byte[] encrypted = info.next(Der.OCTET_STRING).content();
        info.end();
        if (!scheme.next(Der.OID).oid().equals(PBES2)) {
            throw new MalformedKeyException("a private key encrypted in an old way" + WAY_OUT);
        }
        DerReader parameters = scheme.next(Der.SEQUENCE).children();
        scheme.end();
        DerReader function = parameters.next(Der.SEQUENCE).children();
        DerReader cipher = parameters.next(Der.SEQUENCE).children();
        parameters.end();
        Integer length = CIPHERS.get(cipher.next(Der.OID).oid());
        if (length == null) {
            throw new MalformedKeyException("a private key encrypted by another cipher than AES-CBC" + WAY_OUT);
        }
        byte[] vector = cipher.next(Der.OCTET_STRING).content();
        cipher.end();
        if (vector.length != BLOCK || encrypted.length == 0 || encrypted.length % BLOCK != 0) {
            throw new MalformedKeyException("a private key that is not AES-CBC's output");
        }
        return new Pbes2(derivation(function, length), length, vector, encrypted);
    }

    /** The PrivateKeyInfo inside, or anything of a similar length: the format cannot tell. */
    byte[] decrypt(Secret password) throws WrongPasswordException, MalformedKeyException {
        byte[] key = new byte[0];
        try {
            key = derivation.derive(password, keyLength);
            Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
            cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(vector));
            return cipher.doFinal(encrypted);
        } catch (BadPaddingException e) {
            throw new WrongPasswordException();
        } catch (GeneralSecurityException e) {
            throw new MalformedKeyException("a private key that this Java cannot decrypt");
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    private static Derivation derivation(DerReader function, int length)
            throws MalformedKeyException, MalformedDerException {
        String oid = function.next(Der.OID).oid();
        DerReader parameters = function.next(Der.SEQUENCE).children();
        function.end();
        byte[] salt = parameters.next(Der.OCTET_STRING).content();
        if (salt.length > MAX_SALT) {
            throw new MalformedKeyException("a private key with a salt of more than " + MAX_SALT + " bytes");
        }
        return switch (oid) {
            case PBKDF2 -> pbkdf2(parameters, salt, length);
            case SCRYPT -> scrypt(parameters, salt, length);
            default ->
                throw new MalformedKeyException("a private key encrypted by neither PBKDF2 nor scrypt" + WAY_OUT);
        };
    }

    private static Derivation pbkdf2(DerReader parameters, byte[] salt, int length)
            throws MalformedKeyException, MalformedDerException {
        BigInteger count = parameters.next().integer();
        requireLength(parameters.optional(Der.INTEGER), length);
        Optional<Der> named = parameters.optional(Der.SEQUENCE);
        parameters.end();
        String mac = named.isPresent()
                ? FUNCTIONS.get(named.get().children().next(Der.OID).oid())
                : "HmacSHA1";
        if (mac == null) {
            throw new MalformedKeyException("a private key encrypted by PBKDF2 with an unknown function" + WAY_OUT);
        }
        if (count.signum() <= 0 || count.compareTo(BigInteger.valueOf(MAX_ITERATIONS)) > 0 || salt.length == 0) {
            throw new MalformedKeyException(
                    "a private key whose PBKDF2 asks for no salt, or for more than " + MAX_ITERATIONS + " iterations");
        }
        int iterations = count.intValueExact();
        return (password, bytes) -> {
            var spec = new PBEKeySpec(password.characters(), salt, iterations, bytes * 8);
            try {
                return SecretKeyFactory.getInstance("PBKDF2With" + mac)
                        .generateSecret(spec)
                        .getEncoded();
            } finally {
                spec.clearPassword();
            }
        };
    }

    private static Derivation scrypt(DerReader parameters, byte[] salt, int length)
            throws MalformedKeyException, MalformedDerException {
        BigInteger n = parameters.next().integer();
        BigInteger r = parameters.next().integer();
        BigInteger p = parameters.next().integer();
        requireLength(parameters.optional(Der.INTEGER), length);
        parameters.end();
        Scrypt scrypt = Scrypt.of(n, r, p, salt);
        return (password, bytes) -> {
            byte[] utf8 = password.utf8();
            try {
                return scrypt.derive(utf8, bytes);
            } finally {
                Arrays.fill(utf8, (byte) 0);
            }
        };
    }

    private static void requireLength(Optional<Der> given, int length)
            throws MalformedKeyException, MalformedDerException {
        if (given.isPresent() && !given.get().integer().equals(BigInteger.valueOf(length))) {
            throw new MalformedKeyException("a private key whose cipher needs another key length than it names");
        }
    }
}
