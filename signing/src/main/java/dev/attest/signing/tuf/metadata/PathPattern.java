package dev.attest.signing.tuf.metadata;

/** Shell-style patterns of target paths (PATHPATTERN, §4.5): {@code *} and {@code ?}, neither of which matches a slash. */
final class PathPattern {
    private PathPattern() {}

    /** Goes back to the last star only: a star of an earlier segment cannot help, and time stays bounded. */
    static boolean matches(String pattern, String path) {
        int p = 0;
        int star = -1;
        int resume = 0;
        int i = 0;
        while (i < path.length()) {
            char c = path.charAt(i);
            char expected = p < pattern.length() ? pattern.charAt(p) : 0;
            if (p < pattern.length() && expected == '*') {
                star = p++;
                resume = i;
            } else if (p < pattern.length() && (expected == c || (expected == '?' && c != '/'))) {
                p++;
                i++;
            } else if (star >= 0 && path.charAt(resume) != '/') {
                p = star + 1;
                i = ++resume;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }
}
