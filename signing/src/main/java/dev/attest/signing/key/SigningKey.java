package dev.attest.signing.key;

import dev.attest.signing.service.SigningException;

/** A private key that signs, wherever it is kept: in memory, in a token, at a service. Safe for use by several threads. */
public interface SigningKey {
    /** The other half, which verifies. */
    VerificationKey publicKey();

    /**
     * A signature that {@link Message#isSignedBy} accepts for {@link #publicKey}: ECDSA (DER) and RSA (PKCS #1 v1.5) over the
     * hash that the key's kind asks for, Ed25519 over the bytes.
     *
     * @throws SigningException when the key cannot be used, or needs the bytes where only a digest is known
     */
    byte[] sign(Message message) throws SigningException;
}
