package dev.attest.signing.key;

import java.io.IOException;
import java.io.InputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a signature covers: the bytes themselves, or bytes of which only digests are known. */
public final class Message {
    private final byte @Nullable [] bytes;
    private final Map<HashAlgorithm, byte[]> digests;

    private Message(byte @Nullable [] bytes, Map<HashAlgorithm, byte[]> digests) {
        this.bytes = bytes;
        this.digests = digests;
    }

    public static Message of(byte[] bytes) {
        return new Message(bytes.clone(), Map.of(HashAlgorithm.SHA256, HashAlgorithm.SHA256.hash(bytes)));
    }

    /** A message of which {@code digest} is known; its length must be the algorithm's. */
    public static Message ofDigest(HashAlgorithm algorithm, byte[] digest) {
        if (digest.length != algorithm.length()) {
            throw new IllegalArgumentException("a digest of " + digest.length + " bytes is no " + algorithm);
        }
        return new Message(null, Map.of(algorithm, digest.clone()));
    }

    /** Reads a message once; of one larger than {@code maxKept} bytes only the digests are kept, all of them. */
    public static Message read(InputStream in, int maxKept) throws IOException {
        var digests = new EnumMap<HashAlgorithm, MessageDigest>(HashAlgorithm.class);
        InputStream digesting = in;
        for (HashAlgorithm algorithm : HashAlgorithm.values()) {
            MessageDigest digest = algorithm.digest();
            digests.put(algorithm, digest);
            digesting = new DigestInputStream(digesting, digest);
        }
        byte[] head = digesting.readNBytes(maxKept);
        long rest = digesting.transferTo(java.io.OutputStream.nullOutputStream());
        var known = new EnumMap<HashAlgorithm, byte[]>(HashAlgorithm.class);
        digests.forEach((algorithm, digest) -> known.put(algorithm, digest.digest()));
        return new Message(rest == 0 ? head : null, known);
    }

    /** The bytes themselves, where they are known. */
    public Optional<byte[]> bytes() {
        return bytes == null ? Optional.empty() : Optional.of(bytes.clone());
    }

    /** The message's digest, where it can be told. */
    public Optional<byte[]> digest(HashAlgorithm algorithm) {
        byte[] digest = digests.get(algorithm);
        if (digest != null) {
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

    /** Whether {@code signature} of {@code key} covers the message; empty where the digests alone cannot tell. */
    public Optional<Boolean> isSignedBy(VerificationKey key, byte[] signature) {
        return bytes != null ? Optional.of(key.verifies(bytes, signature)) : key.verifiesDigests(digests, signature);
    }
}
