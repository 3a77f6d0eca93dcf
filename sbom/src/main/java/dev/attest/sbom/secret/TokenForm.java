package dev.attest.sbom.secret;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/**
 * A token that begins with a prefix of its own: so many characters of an alphabet follow, and neither side goes on.
 * With {@code checked} the last six characters are the CRC-32 of those before in base 62, as GitHub and npm make them;
 * such a token, and one of a prefix that nothing else has, may also stand in the middle of other text, as it does in the
 * strings of a Go binary.
 */
record TokenForm(SecretKind kind, String prefix, Alphabet alphabet, int least, int most, boolean checked) {
    private static final String BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final int CHECKSUM = 6;
    private static final int DISTINCTIVE = 8;

    static TokenForm of(SecretKind kind, String prefix, Alphabet alphabet, int least, int most) {
        return new TokenForm(kind, prefix, alphabet, least, most, false);
    }

    /** 36 letters and digits, of which the last six check the others. */
    static TokenForm checked(SecretKind kind, String prefix) {
        return new TokenForm(kind, prefix, Alphabet.ALPHANUMERIC, 36, 36, true);
    }

    /** Whether a token of this form has its prefix's last character at {@code at}. */
    boolean matches(Stretch stretch, int at) {
        int begin = at + 1 - prefix.length();
        int body = at + 1;
        if (!stretch.has(prefix, begin)) {
            return false;
        }
        int length = alphabet.span(stretch.bytes(), body, stretch.to(), most);
        if (length < least) {
            return false;
        }
        if (checked) {
            return checksumHolds(stretch.bytes(), body, body + length);
        }
        boolean free = prefix.length() >= DISTINCTIVE
                || (!stretch.is(Alphabet.TOKEN, begin - 1) && !stretch.is(Alphabet.TOKEN, body + length));
        return free && Randomness.of(stretch.bytes(), body, body + length);
    }

    private static boolean checksumHolds(byte[] bytes, int from, int to) {
        var crc = new CRC32();
        crc.update(bytes, from, to - CHECKSUM - from);
        long left = crc.getValue();
        for (int i = to - 1; i >= to - CHECKSUM; i--) {
            if (bytes[i] != (byte) BASE62.charAt((int) (left % BASE62.length()))) {
                return false;
            }
            left /= BASE62.length();
        }
        return true;
    }

    /** The checksum of a body, for those who make tokens to try this out. */
    static String checksum(String body) {
        var crc = new CRC32();
        crc.update(body.getBytes(StandardCharsets.US_ASCII));
        var text = new StringBuilder();
        long left = crc.getValue();
        for (int i = 0; i < CHECKSUM; i++) {
            text.insert(0, BASE62.charAt((int) (left % BASE62.length())));
            left /= BASE62.length();
        }
        return text.toString();
    }
}
