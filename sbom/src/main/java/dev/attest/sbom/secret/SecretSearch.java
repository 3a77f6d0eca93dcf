package dev.attest.sbom.secret;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Finds secrets in time linear in the bytes, and mostly without looking at them all: every token, and the first line of
 * every armoured key, has a run of at least 26 characters of base64 or base64url, so that eight bytes
 * of 19 are looked at, together, where there is none. Nothing goes back over what it has seen by more than such a run or a fixed length.
 */
final class SecretSearch {
    /** As many as GitLab's tokens have, which are the shortest. */
    private static final int RUN = 26;
    /** Behind a prefix there are at least so many. */
    private static final int BODY = 20;

    /** Whoever looks at eight bytes each so many finds eight of every run. */
    private static final int STRIDE = RUN - Long.BYTES + 1;

    private static final long HIGH_BITS = 0x8080808080808080L;
    /** Added to a byte, it reaches the high bit from '+' on, the lowest character of a run. */
    private static final long ABOVE = 0x5555555555555555L;

    private static final boolean[] IN_RUN = inRun();
    private static final boolean[] MARKS = members("_-1/+");
    /** What {@link NearbySecrets#startingAt} knows begins with one of these. */
    private static final boolean[] FIRST = members("dpsx");

    private final Stretch stretch;
    private final byte[] bytes;
    private final int ownFrom;
    private final int ownTo;
    private final FoundSecrets found;

    /** Looks for what has its mark, a run's begin or a prefix's end, in this part; the rest is only to look around. */
    SecretSearch(Stretch stretch, int ownFrom, int ownTo, FoundSecrets found) {
        this.stretch = stretch;
        this.bytes = stretch.bytes();
        this.ownFrom = ownFrom;
        this.ownTo = ownTo;
        this.found = found;
    }

    void run() {
        ByteBuffer words = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
        int end = Math.min(stretch.to() - Long.BYTES, ownTo + RUN);
        int at = candidate(words, Math.max(stretch.from(), ownFrom - RUN), end);
        while (at <= end) {
            int runEnd = endOf(at);
            int begin = beginOf(at);
            if (runEnd - begin >= RUN) {
                judge(begin, runEnd);
            }
            at = candidate(words, Math.max(at + STRIDE, runEnd), end);
        }
    }

    // The loops are methods of their own: small ones are compiled soon, and once.

    /** The next place with eight bytes that may be of a run; nearly always one is below '+' or above 0x7f. */
    private int candidate(ByteBuffer words, int from, int end) {
        int at = from;
        while (at <= end) {
            long word = words.getLong(at);
            if (((word | ~(word + ABOVE)) & HIGH_BITS) == 0
                    && IN_RUN[bytes[at] & 0xff]
                    && IN_RUN[bytes[at + Long.BYTES - 1] & 0xff]) {
                return at;
            }
            at += STRIDE;
        }
        return at;
    }

    private int beginOf(int inside) {
        int begin = inside;
        while (begin > stretch.from() && IN_RUN[bytes[begin - 1] & 0xff]) {
            begin--;
        }
        return begin;
    }

    private int endOf(int inside) {
        int end = inside + 1;
        while (end < stretch.to() && IN_RUN[bytes[end] & 0xff]) {
            end++;
        }
        return end;
    }

    /** The next place with a character by which prefixes end or tokens are set apart. */
    private int mark(int from, int end) {
        int at = from;
        while (at < end && !MARKS[bytes[at] & 0xff]) {
            at++;
        }
        return at;
    }

    /** Looks into a run. */
    private void judge(int begin, int end) {
        if (begin >= ownFrom && begin < ownTo) {
            begins(begin, end);
        }
        int last = Math.min(end - BODY, ownTo);
        for (int at = mark(Math.max(begin + 1, ownFrom), last); at < last; at = mark(at + 1, last)) {
            if (bytes[at] == '/' || bytes[at] == '+') {
                token(at + 1);
            } else {
                for (TokenForm form : TokenForms.endingWith(bytes[at - 1], bytes[at])) {
                    if (form.matches(stretch, at)) {
                        found.add(form.kind());
                    }
                }
            }
        }
    }

    private void begins(int begin, int end) {
        token(begin);
        if (begin > stretch.from()) {
            byte before = bytes[begin - 1];
            if (before == '.') {
                NearbySecrets.afterDot(stretch, begin, end).ifPresent(found::add);
            } else if (before == '=' && NearbySecrets.isAzure(stretch, begin)) {
                found.add(SecretKind.AZURE_STORAGE_KEY);
            }
        }
        if (end - begin == NearbySecrets.AWS_SECRET && NearbySecrets.isAws(stretch, begin)) {
            found.add(SecretKind.AWS_KEY);
        }
        if (end - begin >= KeyText.LEAST_LINE) {
            KeyText.beginningAt(stretch, begin).ifPresent(found::add);
        }
    }

    private void token(int at) {
        if (at < stretch.to() && FIRST[bytes[at] & 0xff]) {
            NearbySecrets.startingAt(stretch, at).ifPresent(found::add);
        }
    }

    private static boolean[] inRun() {
        var members = new boolean[256];
        for (int b = 0; b < members.length; b++) {
            members[b] = Alphabet.BASE64.has((byte) b) || Alphabet.TOKEN.has((byte) b);
        }
        return members;
    }

    private static boolean[] members(String text) {
        var members = new boolean[256];
        text.chars().forEach(member -> members[member] = true);
        return members;
    }
}
