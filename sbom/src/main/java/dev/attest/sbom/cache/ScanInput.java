package dev.attest.sbom.cache;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads back what {@link ScanOutput} wrote. Bytes that it did not write end in an {@link IllegalArgumentException} or a
 * {@link BufferUnderflowException}.
 */
final class ScanInput {
    private final ByteBuffer bytes;
    private String before = "";
    private final List<String> words = new ArrayList<>();
    private char[] chars = new char[1 << 10];

    ScanInput(ByteBuffer bytes) {
        this.bytes = bytes;
    }

    long number() {
        long value = 0;
        for (int shift = 0; shift < 63; shift += 7) {
            byte b = bytes.get();
            value |= (long) (b & 0x7f) << shift;
            if (b >= 0) {
                return value;
            }
        }
        throw new IllegalArgumentException("a number that does not end");
    }

    /** A number of things of which each takes at least one byte. */
    int count() {
        long count = number();
        if (count > bytes.remaining()) {
            throw new IllegalArgumentException("more things than bytes");
        }
        return (int) count;
    }

    String text() {
        return chars(0, count());
    }

    String path() {
        long shared = number();
        if (shared > before.length()) {
            throw new IllegalArgumentException("more shared than there is");
        }
        int length = count();
        reserve((int) shared + length);
        before.getChars(0, (int) shared, chars, 0);
        before = chars((int) shared, length);
        return before;
    }

    String word() {
        long known = number();
        if (known > words.size()) {
            throw new IllegalArgumentException("a word that was not said");
        }
        if (known > 0) {
            return words.get((int) known - 1);
        }
        words.add(text());
        return words.get(words.size() - 1);
    }

    boolean isAtEnd() {
        return !bytes.hasRemaining();
    }

    private String chars(int from, int length) {
        reserve(from + length);
        for (int i = from; i < from + length; i++) {
            int b = bytes.get() & 0xff;
            if (b < 0x80) {
                chars[i] = (char) b;
            } else if (b < 0xe0) {
                chars[i] = (char) ((b & 0x1f) << 6 | (bytes.get() & 0x3f));
            } else {
                chars[i] = (char) ((b & 0xf) << 12 | (bytes.get() & 0x3f) << 6 | (bytes.get() & 0x3f));
            }
        }
        return new String(chars, 0, from + length);
    }

    private void reserve(int length) {
        if (length > chars.length) {
            char[] more = new char[Math.max(length, chars.length * 2)];
            System.arraycopy(chars, 0, more, 0, chars.length);
            chars = more;
        }
    }
}
