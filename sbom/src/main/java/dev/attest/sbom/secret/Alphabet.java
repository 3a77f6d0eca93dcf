package dev.attest.sbom.secret;

/** A set of ASCII characters. */
final class Alphabet {
    static final Alphabet HEX = new Alphabet("0123456789abcdefABCDEF");
    static final Alphabet LETTERS = new Alphabet("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");
    static final Alphabet ALPHANUMERIC = LETTERS.and("0123456789");
    static final Alphabet BASE32 = new Alphabet("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567");
    static final Alphabet BECH32 = new Alphabet("QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L");
    static final Alphabet BASE64 = ALPHANUMERIC.and("+/");
    /** What tokens are made of: base64url. */
    static final Alphabet TOKEN = ALPHANUMERIC.and("_-");

    private final boolean[] members = new boolean[256];
    private final String text;

    private Alphabet(String text) {
        this.text = text;
        text.chars().forEach(c -> members[c] = true);
    }

    Alphabet plusUnderscore() {
        return and("_");
    }

    private Alphabet and(String more) {
        return new Alphabet(text + more);
    }

    boolean has(byte b) {
        return members[b & 0xff];
    }

    /** How many members follow each other from {@code at} on, before {@code end} and up to {@code most}. */
    int span(byte[] bytes, int at, int end, int most) {
        int limit = (int) Math.min(end, (long) at + most);
        int next = at;
        while (next < limit && members[bytes[next] & 0xff]) {
            next++;
        }
        return Math.max(0, next - at);
    }
}
