package dev.attest.sbom.diff;

/**
 * Which of two versions is the later one, for people who read what changed: numbers by their value, an epoch first, what
 * follows a tilde, or a hyphen and a letter (a pre-release), before the version itself. No security decision hangs on it.
 */
final class VersionOrder {
    private VersionOrder() {}

    /** Negative, zero or positive, as the first is earlier, the same or later. */
    static int compare(String first, String second) {
        int byEpoch = numbers(epoch(first), epoch(second));
        return byEpoch != 0 ? byEpoch : parts(rest(first), rest(second));
    }

    private static int parts(String first, String second) {
        int i = 0;
        int j = 0;
        while (i < first.length() || j < second.length()) {
            int a = i;
            int b = j;
            while (i < first.length() && !isDigit(first.charAt(i))) {
                i++;
            }
            while (j < second.length() && !isDigit(second.charAt(j))) {
                j++;
            }
            int byText = texts(first.substring(a, i), second.substring(b, j));
            if (byText != 0) {
                return byText;
            }
            a = i;
            b = j;
            while (i < first.length() && isDigit(first.charAt(i))) {
                i++;
            }
            while (j < second.length() && isDigit(second.charAt(j))) {
                j++;
            }
            int byNumber = numbers(first.substring(a, i), second.substring(b, j));
            if (byNumber != 0) {
                return byNumber;
            }
        }
        return 0;
    }

    private static int texts(String first, String second) {
        int length = Math.max(first.length(), second.length());
        for (int i = 0; i < length; i++) {
            int difference = Integer.compare(weight(first, i), weight(second, i));
            if (difference != 0) {
                return difference;
            }
        }
        return 0;
    }

    /** The end stands between a pre-release's mark and everything else. */
    private static int weight(String text, int index) {
        if (index >= text.length()) {
            return 0;
        }
        char c = text.charAt(index);
        boolean preRelease = c == '-' && index + 1 < text.length() && Character.isLetter(text.charAt(index + 1));
        if (c == '~' || preRelease) {
            return -1;
        }
        return Character.isLetter(c) ? c : c + Character.MAX_VALUE;
    }

    private static int numbers(String first, String second) {
        String a = first.replaceFirst("^0+", "");
        String b = second.replaceFirst("^0+", "");
        return a.length() != b.length() ? Integer.compare(a.length(), b.length()) : a.compareTo(b);
    }

    private static String epoch(String version) {
        int colon = version.indexOf(':');
        return colon > 0 && version.chars().limit(colon).allMatch(VersionOrder::isDigit)
                ? version.substring(0, colon)
                : "";
    }

    private static String rest(String version) {
        String epoch = epoch(version);
        return epoch.isEmpty() ? version : version.substring(epoch.length() + 1);
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }
}
