package dev.attest.signing;

import java.util.regex.Pattern;

/** A glob over slash-separated names: {@code *} stops at a slash, {@code **} does not, nothing else is special. */
final class Glob {
    private static final int MAX_STARS = 8;
    private static final int MAX_CHARACTERS = 512;

    private final String text;
    private final Pattern pattern;

    Glob(String text) {
        this.text = text;
        if (text.isEmpty()
                || text.length() > MAX_CHARACTERS
                || text.chars().filter(c -> c == '*').count() > MAX_STARS) {
            throw new IllegalArgumentException("a glob has 1 to 512 characters and at most 8 stars");
        }
        var regex = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '*') {
                regex.append(Pattern.quote(String.valueOf(c)));
            } else if (i + 1 < text.length() && text.charAt(i + 1) == '*') {
                regex.append(".*");
                i++;
            } else {
                regex.append("[^/]*");
            }
        }
        pattern = Pattern.compile(regex.toString());
    }

    /** The glob as given. */
    String text() {
        return text;
    }

    /** Whether the whole of {@code name} fits. */
    boolean matches(String name) {
        return pattern.matcher(name).matches();
    }
}
