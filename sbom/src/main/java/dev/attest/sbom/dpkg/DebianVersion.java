package dev.attest.sbom.dpkg;

/** A package version {@code [epoch:]upstream[-revision]} and the order that dpkg gives to versions (deb-version(7)). */
final class DebianVersion implements Comparable<DebianVersion> {
    private final String epoch;
    private final String upstream;
    private final String revision;

    DebianVersion(String text) {
        int colon = text.indexOf(':');
        String rest = text.substring(colon + 1);
        int dash = rest.lastIndexOf('-');
        epoch = colon < 0 ? "0" : text.substring(0, colon);
        upstream = dash < 0 ? rest : rest.substring(0, dash);
        revision = dash < 0 ? "" : rest.substring(dash + 1);
    }

    /** Whether this version is what {@code operator} and {@code other} ask for; an unknown operator asks for nothing. */
    boolean satisfies(String operator, DebianVersion other) {
        int order = compareTo(other);
        return switch (operator) {
            case "<<" -> order < 0;
            case "<=", "<" -> order <= 0;
            case "=" -> order == 0;
            case ">=", ">" -> order >= 0;
            case ">>" -> order > 0;
            default -> true;
        };
    }

    @Override
    public int compareTo(DebianVersion other) {
        int order = compare(epoch, other.epoch);
        order = order != 0 ? order : compare(upstream, other.upstream);
        return order != 0 ? order : compare(revision, other.revision);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DebianVersion version && compareTo(version) == 0;
    }

    /** Versions that are equal may be written differently; only the order counts here. */
    @Override
    public int hashCode() {
        return 0;
    }

    private static int compare(String left, String right) {
        int i = 0;
        int j = 0;
        while (i < left.length() || j < right.length()) {
            while ((i < left.length() && !isDigit(left.charAt(i)))
                    || (j < right.length() && !isDigit(right.charAt(j)))) {
                int order = weight(left, i++) - weight(right, j++);
                if (order != 0) {
                    return order;
                }
            }
            int leftEnd = endOfDigits(left, i);
            int rightEnd = endOfDigits(right, j);
            int order = compareNumbers(left.substring(i, leftEnd), right.substring(j, rightEnd));
            if (order != 0) {
                return order;
            }
            i = leftEnd;
            j = rightEnd;
        }
        return 0;
    }

    /** A tilde sorts before the end, the end before letters, letters before the rest. */
    private static int weight(String text, int at) {
        if (at >= text.length() || isDigit(text.charAt(at))) {
            return 0;
        }
        char c = text.charAt(at);
        boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        return c == '~' ? -1 : letter ? c : c + 256;
    }

    private static int endOfDigits(String text, int from) {
        int end = from;
        while (end < text.length() && isDigit(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private static int compareNumbers(String left, String right) {
        String one = withoutZeros(left);
        String two = withoutZeros(right);
        return one.length() != two.length() ? one.length() - two.length() : one.compareTo(two);
    }

    private static String withoutZeros(String digits) {
        int start = 0;
        while (start < digits.length() && digits.charAt(start) == '0') {
            start++;
        }
        return digits.substring(start);
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
