package dev.attest.signing.tuf.metadata;

/** What a message may show of a name that a repository chose. */
final class Shown {
    private static final int MAX_LENGTH = 80;

    private Shown() {}

    static String of(String name) {
        String line = name.replaceAll("[^ -~]", "?");
        return line.length() <= MAX_LENGTH ? line : line.substring(0, MAX_LENGTH) + "...";
    }
}
