package dev.attest.signing.key;

import dev.attest.signing.service.SigningException;

/** A signing key that was opened and is closed when nothing more is to be signed; closing twice does no harm. */
public interface ManagedKey extends SigningKey, AutoCloseable {
    /** Forgets the key or leaves the token; nothing can be signed afterwards. */
    @Override
    void close();

    /**
     * The hash that {@code key} signs {@code message} over: the one of its kind, or SHA-256 where nothing but that digest
     * is known, which verifiers accept of ECDSA keys on every curve.
     *
     * @throws SigningException when another digest alone is known, or the key signs bytes (Ed25519) and these are not
     */
    static HashAlgorithm hash(VerificationKey key, Message message) throws SigningException {
        if (key.isEd25519() && message.bytes().isEmpty()) {
            throw SigningException.usage("an Ed25519 key signs the artifact itself, and only its digest is known;"
                    + " sign the file, or use an ECDSA key");
        }
        if (message.digest(key.hash()).isPresent()) {
            return key.hash();
        }
        if (message.digest(HashAlgorithm.SHA256).isPresent()) {
            return HashAlgorithm.SHA256;
        }
        throw SigningException.usage("the key signs " + key.hash() + " or SHA256 digests, and neither is known");
    }
}
