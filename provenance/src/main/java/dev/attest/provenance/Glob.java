package dev.attest.provenance;

import dev.attest.json.JsonObject;
import dev.attest.json.MalformedJsonException;
import java.util.ArrayList;
import java.util.List;

/**
 * A pattern over slash-separated names such as refs and workflow URIs: {@code *} stops at a slash, {@code **} does not,
 * nothing else is special. The whole name has to fit. Matching takes time in proportion to pattern times name, whatever
 * both hold.
 */
public record Glob(String text) {
    /** Longer patterns are refused. */
    public static final int MAX_CHARACTERS = 512;

    private static final int MAX_NAME = 8192;
    private static final int MAX_PATTERNS = 100;

    public Glob {
        if (text.isEmpty() || text.length() > MAX_CHARACTERS) {
            throw new IllegalArgumentException("a pattern has 1 to " + MAX_CHARACTERS + " characters");
        }
    }

    /** Reads a member that has to be there and a pattern. */
    public static Glob read(JsonObject json, String name) throws MalformedJsonException {
        return parse(json, name, json.text(name));
    }

    /** Reads an array of patterns, empty when the member is absent. */
    public static List<Glob> readAll(JsonObject json, String name) throws MalformedJsonException {
        var globs = new ArrayList<Glob>();
        for (String text : json.texts(name)) {
            if (globs.size() == MAX_PATTERNS) {
                throw json.malformed(name, "at most " + MAX_PATTERNS + " patterns");
            }
            globs.add(parse(json, name, text));
        }
        return List.copyOf(globs);
    }

    /** Whether the whole of {@code name} fits; a name longer than anybody's is none. */
    public boolean matches(String name) {
        if (name.length() > MAX_NAME) {
            return false;
        }
        // reached[i]: the pattern so far fits the first i characters.
        boolean[] reached = new boolean[name.length() + 1];
        reached[0] = true;
        for (int at = 0; at < text.length(); at++) {
            if (text.charAt(at) != '*') {
                one(reached, name, text.charAt(at));
            } else if (at + 1 < text.length() && text.charAt(at + 1) == '*') {
                many(reached, name, true);
                at++;
            } else {
                many(reached, name, false);
            }
        }
        return reached[name.length()];
    }

    private static Glob parse(JsonObject json, String name, String text) throws MalformedJsonException {
        try {
            return new Glob(text);
        } catch (IllegalArgumentException e) {
            throw json.malformed(name, String.valueOf(e.getMessage()));
        }
    }

    private static void one(boolean[] reached, String name, char wanted) {
        for (int i = name.length(); i > 0; i--) {
            reached[i] = reached[i - 1] && name.charAt(i - 1) == wanted;
        }
        reached[0] = false;
    }

    private static void many(boolean[] reached, String name, boolean slashes) {
        for (int i = 1; i <= name.length(); i++) {
            reached[i] = reached[i] || (reached[i - 1] && (slashes || name.charAt(i - 1) != '/'));
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
