package dev.attest.sbom.secret;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** Whether characters look drawn by chance, as a secret's do, and not written by somebody as an example. */
final class Randomness {
    private static final int MAX_REPEAT = 5;
    private static final List<String> WRITTEN =
            List.of("example", "12345678", "abcdefgh", "deadbeef", "qwerty", "changeme", "placeholder", "your");

    private Randomness() {}

    /** Enough different characters for the length, none five times in a row, no example's words. */
    static boolean of(byte[] bytes, int from, int end) {
        int to = Math.min(end, bytes.length);
        long low = 0;
        long high = 0;
        int repeat = 1;
        for (int i = from; i < to; i++) {
            int b = bytes[i] & 0x7f;
            if (b < 64) {
                low |= 1L << b;
            } else {
                high |= 1L << b;
            }
            repeat = i > from && bytes[i] == bytes[i - 1] ? repeat + 1 : 1;
            if (repeat >= MAX_REPEAT) {
                return false;
            }
        }
        int distinct = Long.bitCount(low) + Long.bitCount(high);
        return distinct >= Math.min(10, (to - from) / 3) && !isWritten(bytes, from, to);
    }

    private static boolean isWritten(byte[] bytes, int from, int to) {
        String text = new String(bytes, from, to - from, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
        return WRITTEN.stream().anyMatch(text::contains);
    }
}
