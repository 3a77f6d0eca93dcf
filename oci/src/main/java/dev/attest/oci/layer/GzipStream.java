package dev.attest.oci.layer;

import dev.attest.oci.LayerLimits;
import dev.attest.oci.MismatchException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * Inflates a gzip stream of one or more members (RFC 1952). Checksums, lengths and the end are checked: a stream that
 * stops early or is followed by anything but another member is a {@link MismatchException}, again on every later read.
 */
final class GzipStream extends InputStream {
    private static final int BUFFER = 1 << 16;
    private static final int MAX_HEADER = 1 << 16;

    private final InputStream compressed;
    private final InflationLimit inflation;
    private final Inflater inflater = new Inflater(true);
    private final CRC32 crc = new CRC32();
    private final byte[] buffer = new byte[BUFFER];
    private int position;
    private int limit;
    private boolean inMember;
    private boolean ended;
    private @Nullable IOException failure;

    GzipStream(InputStream compressed, LayerLimits limits) {
        this.compressed = compressed;
        this.inflation = new InflationLimit(limits);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (failure != null) {
            throw failure;
        }
        if (length == 0) {
            return 0;
        }
        try {
            return ended ? -1 : inflate(target, offset, length);
        } catch (IOException e) {
            failure = e;
            throw e;
        } catch (DataFormatException e) {
            failure = new MismatchException("the gzip stream is damaged");
            throw failure;
        }
    }

    @Override
    public void close() throws IOException {
        inflater.end();
        ended = true;
        compressed.close();
    }

    private int inflate(byte[] target, int offset, int length) throws IOException, DataFormatException {
        while (true) {
            if (!inMember) {
                if (!inflation.isFresh() && !hasInput()) {
                    ended = true;
                    return -1;
                }
                header();
            }
            int count = inflater.inflate(target, offset, length);
            if (count > 0) {
                crc.update(target, offset, count);
                inflation.gave(count);
                return count;
            }
            if (inflater.finished()) {
                trailer();
            } else if (inflater.needsDictionary()) {
                throw new MismatchException("the gzip stream asks for a dictionary");
            } else if (inflater.needsInput()) {
                feed();
            }
        }
    }

    private void feed() throws IOException {
        if (!hasInput()) {
            throw truncated();
        }
        inflater.setInput(buffer, position, limit - position);
        position = limit;
    }

    private boolean hasInput() throws IOException {
        if (position == limit) {
            position = 0;
            limit = Math.max(0, compressed.read(buffer, 0, buffer.length));
            inflation.took(limit);
        }
        return position < limit;
    }

    private int next() throws IOException {
        if (!hasInput()) {
            throw truncated();
        }
        return buffer[position++] & 0xff;
    }

    private void header() throws IOException {
        crc.reset();
        if (field() != 0x1f || field() != 0x8b || field() != 8) {
            throw new MismatchException("what follows in the gzip stream is not a member of it");
        }
        int flags = field();
        if ((flags & 0xe0) != 0) {
            throw new MismatchException("the gzip header uses reserved flags");
        }
        skipFields(6);
        if ((flags & 4) != 0) {
            skipFields(field() | field() << 8);
        }
        if ((flags & 8) != 0) {
            skipText();
        }
        if ((flags & 16) != 0) {
            skipText();
        }
        if ((flags & 2) != 0) {
            int checksum = (int) crc.getValue() & 0xffff;
            if ((next() | next() << 8) != checksum) {
                throw new MismatchException("the gzip header is damaged: its checksum differs");
            }
        }
        crc.reset();
        inMember = true;
    }

    /** One byte of a header, which its checksum covers. */
    private int field() throws IOException {
        int field = next();
        crc.update(field);
        return field;
    }

    private void skipFields(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            field();
        }
    }

    private void skipText() throws IOException {
        int length = 0;
        while (field() != 0) {
            if (++length > MAX_HEADER) {
                throw new MismatchException("the gzip header does not end");
            }
        }
    }

    private void trailer() throws IOException {
        position = limit - inflater.getRemaining();
        long checksum = littleEndian();
        long length = littleEndian();
        if (checksum != crc.getValue() || length != (inflater.getBytesWritten() & 0xffffffffL)) {
            throw new MismatchException("the gzip stream is damaged: checksum or length differ");
        }
        inflater.reset();
        inMember = false;
    }

    private long littleEndian() throws IOException {
        return (next() | next() << 8 | next() << 16 | (long) next() << 24) & 0xffffffffL;
    }

    private static MismatchException truncated() {
        return new MismatchException("the gzip stream ends in the middle");
    }
}
