package dev.attest.intoto.predicate;

/** Names and identifiers in predicates: something to read, on one line, within a bound. */
final class OneLine {
    private static final int MAX = 2_000;

    private OneLine() {}

    /** The text itself; {@code what} is how the complaint names it. */
    static String of(String what, String text) {
        if (text.isBlank() || text.length() > MAX || text.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(what + " is not one line of 1 to " + MAX + " characters");
        }
        return text;
    }
}
