package dev.attest.provenance.expect;

import java.util.Optional;

/**
 * An expectation that a build does not meet.
 *
 * @param expectation its name, such as {@code source.refs}
 * @param place who says what was found: the certificate or the predicate
 * @param expected what would have met it, for people
 * @param found what is said instead, if anything
 */
public record Unmet(String expectation, String place, String expected, Optional<String> found) {
    /** One printable line for people, because a predicate may hold anything. */
    public String reason() {
        return expectation + ": expected " + shown(expected) + ", the " + place + " says "
                + shown(found.orElse("nothing"));
    }

    private static String shown(String value) {
        String text = value.replaceAll("[^ -~]", "?");
        return text.length() > 300 ? text.substring(0, 300) + "…" : text;
    }
}
