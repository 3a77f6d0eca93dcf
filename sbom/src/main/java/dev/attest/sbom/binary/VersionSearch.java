package dev.attest.sbom.binary;

import dev.attest.sbom.binary.KnownProgram.VersionText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Searches a file, once and forward, for texts and matches a pattern around each: never more than 1 KiB at a time, and
 * each at no more than 500 places, so that no file makes it slow.
 */
final class VersionSearch {
    private static final int AROUND = 512;
    private static final int WINDOW = 1 << 17;
    private static final int MAX_PLACES = 500;

    private final List<Search> searches = new ArrayList<>();
    private int best;

    /** One text with the distances that a mismatch allows to go on by (Horspool's algorithm). */
    private static final class Search {
        private final byte[] anchor;
        private final Pattern pattern;
        private final int[] skips = new int[256];
        private int places;
        private Optional<String> found = Optional.empty();

        Search(VersionText text) {
            anchor = text.anchor().getBytes(StandardCharsets.ISO_8859_1);
            pattern = Pattern.compile(text.pattern(), Pattern.MULTILINE);
            Arrays.fill(skips, anchor.length);
            for (int i = 0; i < anchor.length - 1; i++) {
                skips[anchor[i] & 0xff] = anchor.length - 1 - i;
            }
        }

        boolean isOpen() {
            return found.isEmpty() && places < MAX_PLACES;
        }
    }

    VersionSearch(List<VersionText> texts) {
        texts.forEach(text -> searches.add(new Search(text)));
        best = searches.size();
    }

    /** The version, and the place in the list of the text that gave it: the first of those that are found. */
    record Hit(int text, String version) {}

    Optional<Hit> in(InputStream content) throws IOException {
        byte[] window = new byte[2 * AROUND + WINDOW];
        int filled = 0;
        int from = 0;
        boolean ended = false;
        while (!ended && best > 0) {
            int read = content.readNBytes(window, filled, window.length - filled);
            filled += read;
            ended = filled < window.length;
            int until = ended ? filled : filled - AROUND;
            for (int i = 0; i < best; i++) {
                search(i, window, from, new Bounds(until, filled));
            }
            int kept = Math.min(filled, 2 * AROUND);
            System.arraycopy(window, filled - kept, window, 0, kept);
            from = kept - (filled - until);
            filled = kept;
        }
        return best == searches.size()
                ? Optional.empty()
                : searches.get(best).found.map(version -> new Hit(best, version));
    }

    /** Texts begin before {@code until}; bytes are there up to {@code filled}. */
    private record Bounds(int until, int filled) {}

    private void search(int index, byte[] window, int from, Bounds bounds) {
        Search search = searches.get(index);
        byte[] anchor = search.anchor;
        int last = anchor.length - 1;
        byte end = anchor[last];
        int limit = Math.min(bounds.until() - 1, bounds.filled() - anchor.length);
        int[] skips = search.skips;
        int at = search.isOpen() ? from : limit + 1;
        while (at <= limit) {
            byte seen = window[at + last];
            if (seen == end && Arrays.equals(window, at, at + last, anchor, 0, last)) {
                search.places++;
                search.found = match(search, window, at, bounds.filled());
                at = search.isOpen() ? at + 1 : limit + 1;
            } else {
                at += skips[seen & 0xff];
            }
        }
        if (search.found.isPresent()) {
            best = index;
        }
    }

    private static Optional<String> match(Search search, byte[] window, int at, int filled) {
        int from = Math.max(0, at - AROUND);
        int to = Math.min(filled, at + search.anchor.length + AROUND);
        Matcher matcher = search.pattern.matcher(new String(window, from, to - from, StandardCharsets.ISO_8859_1));
        Optional<String> closest = Optional.empty();
        int distance = Integer.MAX_VALUE;
        int place = at - from;
        while (matcher.find()) {
            int away = matcher.start() > place ? matcher.start() - place : Math.max(0, place - matcher.end());
            if (away < distance) {
                distance = away;
                closest = Optional.ofNullable(matcher.group(1));
            }
        }
        return closest;
    }
}
