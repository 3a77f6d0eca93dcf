package dev.attest.oci;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A run of bytes that grows by numbers, seven bits a byte, and by texts: each char by itself in one to three bytes, so
 * that lone surrogates stay what they are and unsigned bytes sort as the chars do.
 */
final class NameBytes {
    private byte[] bytes;
    private int length;

    NameBytes(int capacity) {
        bytes = new byte[capacity];
    }

    /** The bytes so far, and behind them what does not count; valid until more are added. */
    byte[] array() {
        return bytes;
    }

    int length() {
        return length;
    }

    byte[] copy() {
        return Arrays.copyOf(bytes, length);
    }

    /** Forgets all bytes behind the first {@code count}. */
    void truncate(int count) {
        length = count;
    }

    /** The number, taken as one without a sign. */
    void number(long value) {
        reserve(10);
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            bytes[length++] = (byte) ((rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        bytes[length++] = (byte) rest;
    }

    void text(String text, int from, int to) {
        reserve(3 * (to - from));
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                bytes[length++] = (byte) c;
            } else if (c < 0x800) {
                bytes[length++] = (byte) (0xc0 | c >> 6);
                bytes[length++] = (byte) (0x80 | (c & 0x3f));
            } else {
                bytes[length++] = (byte) (0xe0 | c >> 12);
                bytes[length++] = (byte) (0x80 | (c >> 6 & 0x3f));
                bytes[length++] = (byte) (0x80 | (c & 0x3f));
            }
        }
    }

    void bytes(byte[] source, int from, int to) {
        reserve(to - from);
        System.arraycopy(source, from, bytes, length, to - from);
        length += to - from;
    }

    /** The text that all bytes are. */
    String text() {
        return text(bytes, 0, length);
    }

    /** The text that these bytes were made from. */
    static String text(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] < 0) {
                return wideText(bytes, from, to);
            }
        }
        return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    }

    private static String wideText(byte[] bytes, int from, int to) {
        var chars = new char[to - from];
        int count = 0;
        int at = from;
        while (at < to) {
            int first = bytes[at++] & 0xff;
            if (first < 0x80) {
                chars[count++] = (char) first;
            } else if (first < 0xe0) {
                chars[count++] = (char) ((first & 0x1f) << 6 | (bytes[at++] & 0x3f));
            } else {
                chars[count++] = (char) ((first & 0xf) << 12 | (bytes[at++] & 0x3f) << 6 | (bytes[at++] & 0x3f));
            }
        }
        return new String(chars, 0, count);
    }

    private void reserve(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(length + more, bytes.length * 2));
        }
    }
}
