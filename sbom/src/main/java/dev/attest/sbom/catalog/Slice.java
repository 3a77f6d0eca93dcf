package dev.attest.sbom.catalog;

import dev.attest.sbom.MalformedContentException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;

/**
 * A stretch of a file's bytes in a given byte order, for binary formats that nobody vouches for: whatever lies outside
 * of it ends in a {@link MalformedContentException} that names the file. Offsets and lengths are in bytes.
 */
public final class Slice {
    private final String file;
    private final ByteBuffer bytes;

    private Slice(String file, ByteBuffer bytes) {
        this.file = file;
        this.bytes = bytes;
    }

    /** All of a file's bytes, which are shared and not to be changed. */
    public static Slice of(String file, byte[] bytes, ByteOrder order) {
        return new Slice(file, ByteBuffer.wrap(bytes).order(order));
    }

    /** The same bytes read in another order. */
    public Slice order(ByteOrder order) {
        return new Slice(file, bytes.duplicate().order(order));
    }

    /** The file's path, for messages. */
    public String file() {
        return file;
    }

    public int length() {
        return bytes.limit();
    }

    public int u8(long at) throws MalformedContentException {
        return bytes.get(check(at, 1)) & 0xff;
    }

    public int u16(long at) throws MalformedContentException {
        return bytes.getShort(check(at, 2)) & 0xffff;
    }

    public int i32(long at) throws MalformedContentException {
        return bytes.getInt(check(at, 4));
    }

    public long u32(long at) throws MalformedContentException {
        return Integer.toUnsignedLong(i32(at));
    }

    public long i64(long at) throws MalformedContentException {
        return bytes.getLong(check(at, 8));
    }

    public Slice part(long at, long length) throws MalformedContentException {
        return new Slice(file, bytes.slice(check(at, length), (int) length).order(bytes.order()));
    }

    public Slice from(long at) throws MalformedContentException {
        return part(at, length() - at);
    }

    /** The position of the first byte of this value from {@code from} on, the length where there is none. */
    public int indexOf(int value, int from) {
        int at = from;
        while (at < length() && bytes.get(at) != (byte) value) {
            at++;
        }
        return at;
    }

    /** A copy of all bytes. */
    public byte[] bytes() {
        byte[] copy = new byte[length()];
        bytes.get(0, copy);
        return copy;
    }

    /** Copies all bytes to {@code target}, which is long enough. */
    public void copyTo(byte[] target, int at) {
        bytes.get(0, target, at, length());
    }

    /** All bytes for a checksum; the buffer is a view of its own. */
    public ByteBuffer buffer() {
        return bytes.asReadOnlyBuffer().rewind();
    }

    public String text(Charset charset) {
        return new String(bytes(), charset);
    }

    /** Says that this file is not what its format asks for. */
    public MalformedContentException malformed(String what) {
        return new MalformedContentException(file + ": " + what);
    }

    private int check(long at, long size) throws MalformedContentException {
        if (at < 0 || size < 0 || size > length() - at) {
            throw malformed("ends too early: " + size + " bytes are to be at " + at + " of " + length());
        }
        return (int) at;
    }
}
