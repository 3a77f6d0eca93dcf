package dev.attest.sbom;

import java.util.Comparator;

/**
 * Something that is in the image and was not, or not wholly, described. {@code subject} is a path or an ecosystem,
 * {@code detail} says why in words. A document with a gap calls itself incomplete.
 */
public record Gap(Kind kind, String subject, String detail) implements Comparable<Gap> {
    private static final Comparator<Gap> ORDER =
            Comparator.comparing(Gap::kind).thenComparing(Gap::subject).thenComparing(Gap::detail);

    /** Why something is missing. */
    public enum Kind {
        /** Evidence of an ecosystem that no cataloger reads yet. */
        NOT_READ("not-read"),
        /** A file that is not what its name says, or is encrypted. */
        UNREADABLE("unreadable"),
        /** A bound was hit. */
        LIMIT("limit"),
        /** A file that was read and does not say what it is. */
        UNIDENTIFIED("unidentified");

        private final String id;

        Kind(String id) {
            this.id = id;
        }

        /** The name documents use. */
        public String id() {
            return id;
        }
    }

    @Override
    public int compareTo(Gap other) {
        return ORDER.compare(this, other);
    }
}
