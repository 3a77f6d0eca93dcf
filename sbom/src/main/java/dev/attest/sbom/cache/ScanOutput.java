package dev.attest.sbom.cache;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Grows a run of bytes by numbers and texts. Words that come again, such as the names of fields, are written once. */
final class ScanOutput {
    private byte[] bytes = new byte[1 << 16];
    private int length;
    private String before = "";
    private final Map<String, Integer> words = new HashMap<>();

    /** A number of at most nine times seven bits, small ones in one byte; negative ones are not written. */
    void number(long value) {
        if (value < 0) {
            throw new IllegalArgumentException("a negative number");
        }
        long rest = value;
        while (rest > 0x7f) {
            put(((int) rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        put((int) rest);
    }

    /** Any text, lone surrogates too: each char by itself in one to three bytes. */
    void text(String text) {
        number(text.length());
        chars(text, 0);
    }

    /** A text of which much is said already by the one written so before it. */
    void path(String path) {
        int shared = 0;
        int end = Math.min(path.length(), before.length());
        while (shared < end && path.charAt(shared) == before.charAt(shared)) {
            shared++;
        }
        number(shared);
        number(path.length() - shared);
        chars(path, shared);
        before = path;
    }

    /** A text that comes often. */
    void word(String word) {
        Integer known = words.putIfAbsent(word, words.size());
        if (known == null) {
            number(0);
            text(word);
        } else {
            number(known + 1L);
        }
    }

    byte[] bytes() {
        return Arrays.copyOf(bytes, length);
    }

    private void chars(String text, int from) {
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                put(c);
            } else if (c < 0x800) {
                put(0xc0 | c >> 6);
                put(0x80 | (c & 0x3f));
            } else {
                put(0xe0 | c >> 12);
                put(0x80 | (c >> 6 & 0x3f));
                put(0x80 | (c & 0x3f));
            }
        }
    }

    private void put(int b) {
        if (length == bytes.length) {
            bytes = Arrays.copyOf(bytes, length * 2);
        }
        bytes[length++] = (byte) b;
    }
}
