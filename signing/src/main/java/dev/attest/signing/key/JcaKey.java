package dev.attest.signing.key;

import dev.attest.signing.service.SigningException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.ProviderException;
import java.security.Signature;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.security.auth.DestroyFailedException;

/**
 * A private key that this Java holds, or reaches in a token through a provider: ECDSA, RSA (PKCS #1 v1.5) or Ed25519. What
 * is signed is the digest, so that artifacts need not be in memory.
 */
public final class JcaKey implements ManagedKey {
    private static final byte[] PROBE =
            "attest: do the two halves belong together?".getBytes(StandardCharsets.US_ASCII);
    /** DigestInfo of SHA-256 up to the digest (RFC 8017 §9.2, note 1). */
    private static final byte[] SHA256_DIGEST_INFO = HexFormat.of().parseHex("3031300d060960864801650304020105000420");

    private static final Pattern TOKEN_ERROR = Pattern.compile("CKR_[A-Z0-9_]{1,60}");
    private static final int MAX_CAUSES = 8;

    private final PrivateKey privateKey;
    private final VerificationKey publicKey;
    private final Optional<Provider> provider;
    private final Runnable leave;

    private JcaKey(PrivateKey privateKey, VerificationKey publicKey, Optional<Provider> provider, Runnable leave) {
        this.privateKey = privateKey;
        this.publicKey = publicKey;
        this.provider = provider;
        this.leave = leave;
    }

    /** A key in this process's memory; refused when {@code publicKey} does not verify what it signs. */
    public static JcaKey inMemory(PrivateKey privateKey, VerificationKey publicKey) throws MalformedKeyException {
        var key = new JcaKey(privateKey, publicKey, Optional.empty(), () -> {});
        try {
            key.probe();
        } catch (SigningException e) {
            throw new MalformedKeyException("a private key that cannot sign");
        }
        return key;
    }

    /** A key that stays in a token, which {@code leave} logs out of; refused as with {@link #inMemory}. */
    public static JcaKey inToken(PrivateKey privateKey, VerificationKey publicKey, Provider provider, Runnable leave)
            throws MalformedKeyException, SigningException {
        var key = new JcaKey(privateKey, publicKey, Optional.of(provider), leave);
        key.probe();
        return key;
    }

    @Override
    public VerificationKey publicKey() {
        return publicKey;
    }

    @Override
    public byte[] sign(Message message) throws SigningException {
        HashAlgorithm hash = ManagedKey.hash(publicKey, message);
        if (publicKey.isEd25519()) {
            return sign("Ed25519", message.bytes().orElseThrow());
        }
        byte[] digest = message.digest(hash).orElseThrow();
        return privateKey.getAlgorithm().equals("RSA")
                ? sign("NONEwithRSA", SHA256_DIGEST_INFO, digest)
                : sign("NONEwithECDSA", digest);
    }

    @Override
    public void close() {
        try {
            privateKey.destroy();
        } catch (DestroyFailedException e) {
            // Few providers can; the garbage collector then forgets the key.
        }
        leave.run();
    }

    /** The name of a PKCS #11 error (CKR_…) among what a provider threw; the rest of its message is not ours to show. */
    public static String reason(Throwable thrown) {
        Throwable cause = thrown;
        for (int i = 0; cause != null && i < MAX_CAUSES; i++) {
            Matcher matcher = TOKEN_ERROR.matcher(String.valueOf(cause.getMessage()));
            if (matcher.find()) {
                return " (" + matcher.group() + ")";
            }
            cause = cause.getCause();
        }
        return "";
    }

    private void probe() throws MalformedKeyException, SigningException {
        if (!publicKey.verifies(PROBE, sign(Message.of(PROBE)))) {
            throw new MalformedKeyException("a private key that does not belong to its public key");
        }
    }

    private byte[] sign(String algorithm, byte[]... parts) throws SigningException {
        try {
            Signature signature = provider.isPresent()
                    ? Signature.getInstance(algorithm, provider.get())
                    : Signature.getInstance(algorithm);
            signature.initSign(privateKey);
            for (byte[] part : parts) {
                signature.update(part);
            }
            return signature.sign();
        } catch (GeneralSecurityException | ProviderException | IllegalStateException e) {
            throw SigningException.world("the private key could not sign" + reason(e));
        }
    }
}
