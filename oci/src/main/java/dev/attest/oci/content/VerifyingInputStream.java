package dev.attest.oci.content;

import dev.attest.oci.Descriptor;
import dev.attest.oci.Digest;
import dev.attest.oci.MismatchException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/**
 * A blob whose size and digest are checked while it is read. The bytes that complete it are handed out only if the
 * digest holds; every read after a failure fails again, so that nobody can overlook it.
 */
public final class VerifyingInputStream extends FilterInputStream {
    private static final int SCRATCH = 1 << 16;

    private final Descriptor descriptor;
    private final MessageDigest computation;
    private long remaining;
    private boolean ended;
    private @Nullable IOException failure;

    public VerifyingInputStream(InputStream content, Descriptor descriptor) {
        super(content);
        this.descriptor = descriptor;
        this.computation = descriptor.digest().algorithm().newDigest();
        this.remaining = descriptor.size();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (failure != null) {
            throw failure;
        }
        if (length == 0) {
            return 0;
        }
        try {
            return ended ? -1 : remaining == 0 ? end() : some(buffer, offset, length);
        } catch (IOException e) {
            failure = e;
            throw e;
        }
    }

    @Override
    public long skip(long count) throws IOException {
        byte[] scratch = new byte[(int) Math.min(SCRATCH, Math.max(count, 1))];
        int read = read(scratch, 0, (int) Math.min(scratch.length, Math.max(count, 0)));
        return Math.max(read, 0);
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    private int some(byte[] buffer, int offset, int length) throws IOException {
        int read = in.read(buffer, offset, (int) Math.min(length, remaining));
        if (read < 0) {
            throw new MismatchException(descriptor.digest() + ": ends after " + (descriptor.size() - remaining) + " of "
                    + descriptor.size() + " bytes");
        }
        computation.update(buffer, offset, read);
        remaining -= read;
        if (remaining == 0) {
            checkDigest();
        }
        return read;
    }

    private int end() throws IOException {
        if (descriptor.size() == 0) {
            checkDigest();
        }
        if (in.read() >= 0) {
            throw new MismatchException(descriptor.digest() + ": has more than its " + descriptor.size() + " bytes");
        }
        ended = true;
        return -1;
    }

    private void checkDigest() throws MismatchException {
        Digest actual = Digest.of(descriptor.digest().algorithm(), computation);
        if (!actual.equals(descriptor.digest())) {
            throw new MismatchException(descriptor.digest() + ": the content's digest is " + actual);
        }
    }
}
