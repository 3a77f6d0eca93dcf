package dev.attest.signing.fulcio;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;

/** An ECDSA P-256 key that lives as long as this object and is never written anywhere. */
public final class EphemeralKey {
    private final KeyPair pair;
    private final SecureRandom random;

    private EphemeralKey(KeyPair pair, SecureRandom random) {
        this.pair = pair;
        this.random = random;
    }

    public static EphemeralKey generate(SecureRandom random) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), random);
            return new EphemeralKey(generator.generateKeyPair(), random);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no ECDSA P-256", e);
        }
    }

    public PublicKey publicKey() {
        return pair.getPublic();
    }

    /** The DER encoded ECDSA signature over the SHA-256 of {@code message}. */
    public byte[] sign(byte[] message) {
        try {
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(pair.getPrivate(), random);
            signature.update(message);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no ECDSA with SHA-256", e);
        }
    }
}
