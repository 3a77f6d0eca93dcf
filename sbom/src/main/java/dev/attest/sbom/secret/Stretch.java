package dev.attest.sbom.secret;

import java.nio.charset.StandardCharsets;

/** The bytes around a place that may be looked at, from {@code from} to before {@code to}. */
final class Stretch {
    private final byte[] bytes;
    private final int from;
    private final int to;

    Stretch(byte[] bytes, int from, int to) {
        this.bytes = bytes;
        this.from = from;
        this.to = to;
    }

    /** The bytes themselves, not to be changed. */
    byte[] bytes() {
        return bytes;
    }

    int from() {
        return from;
    }

    int to() {
        return to;
    }

    /** Whether the text stands at {@code at}. */
    boolean has(String text, int at) {
        if (at < from || at + text.length() > to) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (bytes[at + i] != (byte) text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Whether the byte at {@code at} is one of these; what lies outside is none. */
    boolean is(Alphabet alphabet, int at) {
        return at >= from && at < to && alphabet.has(bytes[at]);
    }

    /** Where the text begins that stands first in the next {@code within} bytes from {@code at}, or -1. */
    int find(String text, int at, int within) {
        int last = (int) Math.min(to - text.length(), (long) at + within);
        for (int i = Math.max(from, at); i <= last; i++) {
            if (bytes[i] == (byte) text.charAt(0) && has(text, i)) {
                return i;
            }
        }
        return -1;
    }

    /** Where the text begins that ends last before {@code end}, at most {@code within} bytes before it; or -1. */
    int findLast(String text, int end, int within) {
        int first = Math.max(from, end - within);
        for (int i = Math.min(end, to) - text.length(); i >= first; i--) {
            if (bytes[i] == (byte) text.charAt(0) && has(text, i)) {
                return i;
            }
        }
        return -1;
    }

    /** The text of up to {@code length} bytes from {@code at}. */
    String text(int at, int length) {
        int begin = Math.max(from, at);
        return new String(bytes, begin, Math.max(0, Math.min(length, to - begin)), StandardCharsets.ISO_8859_1);
    }
}
