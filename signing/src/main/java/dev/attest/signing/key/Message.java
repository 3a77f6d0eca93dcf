package dev.attest.signing.key;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a signature covers: the bytes themselves, or bytes of which only one digest is known. */
public final class Message {
    private final byte @Nullable [] bytes;
    private final HashAlgorithm known;
    private final byte[] digest;

    private Message(byte @Nullable [] bytes, HashAlgorithm known, byte[] digest) {
        this.bytes = bytes;
        this.known = known;
        this.digest = digest;
    }

    public static Message of(byte[] bytes) {
        return new Message(bytes.clone(), HashAlgorithm.SHA256, HashAlgorithm.SHA256.hash(bytes));
    }

    /** A message of which {@code digest} is known; its length must be the algorithm's. */
    public static Message ofDigest(HashAlgorithm algorithm, byte[] digest) {
        if (digest.length != algorithm.length()) {
            throw new IllegalArgumentException("a digest of " + digest.length + " bytes is no " + algorithm);
        }
        return new Message(null, algorithm, digest.clone());
    }

    /** The bytes themselves, where they are known. */
    public Optional<byte[]> bytes() {
        return bytes == null ? Optional.empty() : Optional.of(bytes.clone());
    }

    /** The message's digest, where it can be told. */
    public Optional<byte[]> digest(HashAlgorithm algorithm) {
        if (algorithm == known) {
            return Optional.of(digest.clone());
        }
        return bytes == null ? Optional.empty() : Optional.of(algorithm.hash(bytes));
    }

    /** Whether the message's digest is known to be {@code expected}. */
    public boolean hasDigest(HashAlgorithm algorithm, byte[] expected) {
        return digest(algorithm)
                .filter(actual -> Arrays.equals(actual, expected))
                .isPresent();
    }

    /** Whether {@code signature} of {@code key} covers the message; empty where the digest alone cannot tell. */
    public Optional<Boolean> isSignedBy(VerificationKey key, byte[] signature) {
        return bytes == null
                ? key.verifiesDigest(known, digest, signature)
                : Optional.of(key.verifies(bytes, signature));
    }
}
