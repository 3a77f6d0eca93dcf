package dev.attest.signing.key.pem;

import dev.attest.signing.der.Der;
import dev.attest.signing.der.MalformedDerException;
import dev.attest.signing.key.JcaKey;
import dev.attest.signing.key.MalformedKeyException;
import dev.attest.signing.key.ManagedKey;
import dev.attest.signing.key.Passwords;
import dev.attest.signing.key.Secret;
import dev.attest.signing.service.SigningException;
import java.util.Arrays;
import java.util.Optional;

/**
 * Opens private keys in PEM: PKCS #8 ({@code PRIVATE KEY}), encrypted by PBES2 ({@code ENCRYPTED PRIVATE KEY}), SEC 1
 * ({@code EC PRIVATE KEY}), PKCS #1 ({@code RSA PRIVATE KEY}) and cosign's ({@code ENCRYPTED SIGSTORE PRIVATE KEY}, before that
 * {@code ENCRYPTED COSIGN PRIVATE KEY}); ECDSA P-256, P-384 and P-521, Ed25519, RSA of 2048 to 8192 bits.
 */
public final class PemKeys {
    /** No text is larger than this many bytes. */
    public static final int MAX_BYTES = 1 << 16;

    private static final String VARIABLE = "COSIGN_PASSWORD";

    private final Passwords passwords;

    /** {@code passwords} is asked for encrypted keys only. */
    public PemKeys(Passwords passwords) {
        this.passwords = passwords;
    }

    /**
     * Reads {@code text} and overwrites it.
     *
     * @param name how messages call the key
     * @throws SigningException (usage) when it is no key, of another kind, or the password is wrong
     */
    public ManagedKey open(byte[] text, String name) throws SigningException {
        try {
            if (text.length > MAX_BYTES) {
                throw new MalformedKeyException("more than " + MAX_BYTES + " bytes");
            }
            return key(PrivateBlock.find(text), name);
        } catch (MalformedKeyException | WrongPasswordException e) {
            throw SigningException.usage(name + ": " + e.getMessage());
        } catch (MalformedDerException e) {
            throw SigningException.usage(name + ": not a private key: " + e.getMessage());
        } finally {
            Arrays.fill(text, (byte) 0);
        }
    }

    private JcaKey key(PrivateBlock block, String name)
            throws SigningException, MalformedKeyException, MalformedDerException, WrongPasswordException {
        byte[] content = block.content();
        try {
            return switch (block.label()) {
                case "PRIVATE KEY" -> PrivateKeyInfo.parse(content);
                case "EC PRIVATE KEY" -> EcPrivateKey.parse(content, Optional.<Der>empty());
                case "RSA PRIVATE KEY" -> RsaPrivateKey.parse(content);
                case "ENCRYPTED PRIVATE KEY" -> pbes2(Pbes2.parse(content), name);
                case "ENCRYPTED SIGSTORE PRIVATE KEY", "ENCRYPTED COSIGN PRIVATE KEY" ->
                    sigstore(SigstoreBox.parse(content), name);
                case "OPENSSH PRIVATE KEY" ->
                    throw new MalformedKeyException(
                            "a key in OpenSSH's own format; convert a copy with 'ssh-keygen -p -m PKCS8'");
                default -> throw new MalformedKeyException("a PEM block of a kind that is no private key");
            };
        } finally {
            Arrays.fill(content, (byte) 0);
        }
    }

    private JcaKey sigstore(SigstoreBox box, String name)
            throws SigningException, MalformedKeyException, MalformedDerException, WrongPasswordException {
        try (Secret password = passwords.of(name, VARIABLE)) {
            byte[] pkcs8 = box.decrypt(password);
            try {
                return PrivateKeyInfo.parse(pkcs8);
            } finally {
                Arrays.fill(pkcs8, (byte) 0);
            }
        }
    }

    private JcaKey pbes2(Pbes2 encrypted, String name)
            throws SigningException, MalformedKeyException, WrongPasswordException {
        try (Secret password = passwords.of(name, VARIABLE)) {
            byte[] pkcs8 = encrypted.decrypt(password);
            try {
                return PrivateKeyInfo.parse(pkcs8);
            } catch (MalformedDerException e) {
                // One wrong password in 256 leaves a padding that looks right.
                throw new WrongPasswordException();
            } finally {
                Arrays.fill(pkcs8, (byte) 0);
            }
        }
    }
}
