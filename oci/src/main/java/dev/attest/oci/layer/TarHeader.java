package dev.attest.oci.layer;

import dev.attest.oci.MismatchException;
import java.util.Arrays;

/** One 512-byte header block of a tar (POSIX.1-1988 ustar, GNU and V7 forms), field by field as Go's reader takes them. */
final class TarHeader {
    static final int SIZE = 512;
    private static final int CHECKSUM = 148;
    private static final int MAGIC = 257;

    private final byte[] block;
    private final int start;

    /** The header at {@code start} of {@code block}, which must not change while this is used. */
    TarHeader(byte[] block, int start) throws MismatchException {
        this.block = block;
        this.start = start;
        checkSum();
    }

    char typeFlag() {
        return (char) (block[start + 156] & 0xff);
    }

    /** Name with the prefix that ustar puts before it. */
    byte[] name() {
        byte[] name = text(0, 100);
        byte[] prefix = prefix();
        if (prefix.length == 0) {
            return name;
        }
        byte[] joined = Arrays.copyOf(prefix, prefix.length + 1 + name.length);
        joined[prefix.length] = '/';
        System.arraycopy(name, 0, joined, prefix.length + 1, name.length);
        return joined;
    }

    private byte[] prefix() {
        if (is(MAGIC, "ustar\0")) {
            return text(345, is(508, "tar\0") ? 131 : 155);
        }
        // GNU keeps times there; where they are none, Go takes them for a prefix, as its old writer put one.
        byte[] prefix = text(345, 155);
        boolean prefixed = is(MAGIC, "ustar  \0") && !(isTime(345) && isTime(357)) && isAscii(prefix);
        return prefixed ? prefix : new byte[0];
    }

    byte[] linkName() {
        return text(157, 100);
    }

    long mode() throws MismatchException {
        return number(100, 8, "mode");
    }

    long uid() throws MismatchException {
        return number(108, 8, "uid");
    }

    long gid() throws MismatchException {
        return number(116, 8, "gid");
    }

    long size() throws MismatchException {
        return number(124, 12, "size");
    }

    long mtime() throws MismatchException {
        return number(136, 12, "mtime");
    }

    /** Zero in the oldest form of a header, which has no such field. */
    long deviceMajor() throws MismatchException {
        return is(MAGIC, "ustar") ? number(329, 8, "devmajor") : 0;
    }

    long deviceMinor() throws MismatchException {
        return is(MAGIC, "ustar") ? number(337, 8, "devminor") : 0;
    }

    static boolean isZero(byte[] block, int start) {
        for (int i = start; i < start + SIZE; i++) {
            if (block[i] != 0) {
                return false;
            }
        }
        return true;
    }

    private void checkSum() throws MismatchException {
        long unsigned = 8 * ' ';
        long signed = 8 * ' ';
        for (int i = 0; i < SIZE; i++) {
            if (i < CHECKSUM || i >= CHECKSUM + 8) {
                unsigned += block[start + i] & 0xff;
                signed += block[start + i];
            }
        }
        long expected = number(CHECKSUM, 8, "checksum");
        if (expected != unsigned && expected != signed) {
            throw new MismatchException("a tar header's checksum does not hold");
        }
    }

    private boolean is(int offset, String expected) {
        for (int i = 0; i < expected.length(); i++) {
            if (block[start + offset + i] != expected.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private byte[] text(int offset, int length) {
        int end = start + offset;
        while (end < start + offset + length && block[end] != 0) {
            end++;
        }
        return Arrays.copyOfRange(block, start + offset, end);
    }

    private long number(int offset, int length, String field) throws MismatchException {
        int first = block[start + offset];
        return (first & 0x80) != 0 ? base256(offset, length, field) : octal(offset, length, field);
    }

    /** Zeros and blanks around the digits do not count, those in front included; a zero after them ends the number. */
    private long octal(int offset, int length, String field) throws MismatchException {
        int from = start + offset;
        int to = from + length;
        while (from < to && isPadding(block[from])) {
            from++;
        }
        while (to > from && isPadding(block[to - 1])) {
            to--;
        }
        long value = 0;
        for (int i = from; i < to && block[i] != 0; i++) {
            if (block[i] < '0' || block[i] > '7') {
                throw malformed(field);
            }
            value = value << 3 | (block[i] - '0');
        }
        return value;
    }

    private static boolean isPadding(byte b) {
        return b == ' ' || b == 0;
    }

    private boolean isTime(int offset) {
        try {
            return block[start + offset] == 0 || number(offset, 12, "time") != Long.MIN_VALUE;
        } catch (MismatchException e) {
            return false;
        }
    }

    private static boolean isAscii(byte[] text) {
        boolean ascii = true;
        for (byte b : text) {
            ascii &= b >= 0;
        }
        return ascii;
    }

    /** GNU's binary numbers: two's complement, the first byte's high bit set. */
    private long base256(int offset, int length, String field) throws MismatchException {
        int inverted = (block[start + offset] & 0x40) != 0 ? 0xff : 0;
        long value = 0;
        for (int i = 0; i < length; i++) {
            int digit = (block[start + offset + i] ^ inverted) & (i == 0 ? 0x7f : 0xff);
            if (value >>> 55 != 0) {
                throw malformed(field);
            }
            value = value << 8 | digit;
        }
        return inverted == 0 ? value : ~value;
    }

    private static MismatchException malformed(String field) {
        return new MismatchException("a tar header's " + field + " is not a number that fits");
    }
}
