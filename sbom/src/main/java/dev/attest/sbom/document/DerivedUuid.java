package dev.attest.sbom.document;

import dev.attest.oci.Digest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/** A UUID of version 5 (RFC 9562) in a name space of attest's own, over what a document is about and what it says. */
public final class DerivedUuid {
    // Version 5 of "https://github.com/attest" would tie it to a place; this one was drawn once.
    private static final UUID NAMESPACE = UUID.fromString("6f1f9e0c-3b5d-4f0e-9a52-0d8c6f5b7a41");

    private DerivedUuid() {}

    /** The UUID of the document with these bytes about the image with this digest. */
    public static UUID of(Digest image, byte[] document) {
        MessageDigest sha1;
        try {
            sha1 = MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("a Java platform without SHA-1", e);
        }
        sha1.update(ByteBuffer.allocate(16)
                .putLong(NAMESPACE.getMostSignificantBits())
                .putLong(NAMESPACE.getLeastSignificantBits())
                .array());
        sha1.update(image.toString().getBytes(StandardCharsets.UTF_8));
        sha1.update(document);
        ByteBuffer hash = ByteBuffer.wrap(sha1.digest());
        long high = (hash.getLong() & ~0xf000L) | 0x5000L;
        long low = (hash.getLong() & 0x3fffffffffffffffL) | 0x8000000000000000L;
        return new UUID(high, low);
    }
}
