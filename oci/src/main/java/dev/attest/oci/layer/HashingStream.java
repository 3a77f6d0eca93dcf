package dev.attest.oci.layer;

import dev.attest.oci.Digest;
import dev.attest.oci.LayerLimits;
import dev.attest.oci.MismatchException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;

/** Counts and hashes uncompressed layer bytes as they pass. */
final class HashingStream extends FilterInputStream {
    private final MessageDigest computation;
    private final Digest diffId;
    private final LayerLimits limits;
    private long count;

    HashingStream(InputStream in, Digest diffId, LayerLimits limits) {
        super(in);
        this.diffId = diffId;
        this.computation = diffId.algorithm().newDigest();
        this.limits = limits;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int read = in.read(buffer, offset, length);
        if (read > 0) {
            computation.update(buffer, offset, read);
            count += read;
            if (count > limits.maxBytes()) {
                throw new MismatchException(
                        "the layer has more than " + limits.maxBytes() + " uncompressed bytes, which is the limit");
            }
        }
        return read;
    }

    /** Nothing passes unhashed. */
    @Override
    public long skip(long count) {
        return 0;
    }

    /** How many bytes passed. */
    long count() {
        return count;
    }

    /** Compares the hash of all that passed with the diffID. */
    void check() throws MismatchException {
        Digest actual = Digest.of(diffId.algorithm(), computation);
        if (!actual.equals(diffId)) {
            throw new MismatchException("the uncompressed content is " + actual + ", its diffID says " + diffId);
        }
    }
}
