package dev.attest.signing.key;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;

/** An ECDSA P-256 key that lives as long as this object and is never written anywhere. */
public final class EphemeralKey implements SigningKey {
    private final KeyPair pair;
    private final VerificationKey publicKey;
    private final SecureRandom random;

    private EphemeralKey(KeyPair pair, VerificationKey publicKey, SecureRandom random) {
        this.pair = pair;
        this.publicKey = publicKey;
        this.random = random;
    }

    public static EphemeralKey generate(SecureRandom random) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), random);
            KeyPair pair = generator.generateKeyPair();
            return new EphemeralKey(pair, VerificationKey.parse(pair.getPublic().getEncoded()), random);
        } catch (GeneralSecurityException | MalformedKeyException e) {
            throw new IllegalStateException("this Java has no ECDSA P-256", e);
        }
    }

    @Override
    public VerificationKey publicKey() {
        return publicKey;
    }

    @Override
    public byte[] sign(Message message) {
        byte[] digest = message.digest(HashAlgorithm.SHA256)
                .orElseThrow(() -> new IllegalArgumentException("the message's SHA-256 is not known"));
        try {
            Signature signature = Signature.getInstance("NONEwithECDSA");
            signature.initSign(pair.getPrivate(), random);
            signature.update(digest);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no ECDSA", e);
        }
    }
}
