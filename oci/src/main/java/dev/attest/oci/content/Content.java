package dev.attest.oci.content;

import dev.attest.oci.Descriptor;
import dev.attest.oci.Digest;
import dev.attest.oci.MalformedImageException;
import dev.attest.oci.MismatchException;
import dev.attest.oci.Repository;
import java.io.IOException;
import java.io.InputStream;

/** Small content held in memory, bounded and checked. */
public final class Content {
    private Content() {}

    /** A blob of at most {@code maxBytes}, whole and verified. */
    public static byte[] read(Repository repository, Descriptor descriptor, int maxBytes)
            throws IOException, MalformedImageException {
        checkBound(descriptor, maxBytes);
        try (InputStream blob = repository.blob(descriptor)) {
            return blob.readAllBytes();
        } catch (MismatchException e) {
            throw new MalformedImageException(String.valueOf(e.getMessage()));
        }
    }

    /** Refuses a descriptor that announces more than {@code maxBytes}. */
    public static void checkBound(Descriptor descriptor, int maxBytes) throws MalformedImageException {
        if (descriptor.size() > maxBytes) {
            throw new MalformedImageException(descriptor.digest() + ": " + descriptor.size() + " bytes, at most "
                    + maxBytes + " are read of such a document");
        }
    }

    /** {@code bytes}, which must be what {@code descriptor} says. */
    public static byte[] checked(byte[] bytes, Descriptor descriptor) throws MalformedImageException {
        if (bytes.length != descriptor.size()) {
            throw new MalformedImageException(
                    descriptor.digest() + ": has " + bytes.length + " bytes, its descriptor says " + descriptor.size());
        }
        checkDigest(bytes, descriptor.digest());
        return bytes;
    }

    /** Refuses {@code bytes} that do not have this digest. */
    public static void checkDigest(byte[] bytes, Digest digest) throws MalformedImageException {
        Digest actual = Digest.of(digest.algorithm(), bytes);
        if (!actual.equals(digest)) {
            throw new MalformedImageException(digest + ": the content's digest is " + actual);
        }
    }
}
