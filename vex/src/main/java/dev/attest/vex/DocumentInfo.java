package dev.attest.vex;

import java.time.Instant;
import java.util.Optional;

/** What a document says of itself. The author is whom a reader must trust; {@code version} begins at 1. */
public record DocumentInfo(
        Optional<String> id,
        String author,
        Optional<String> role,
        Optional<Instant> lastUpdated,
        long version,
        Optional<String> tooling) {
    public DocumentInfo {
        if (version < 1) {
            throw new IllegalArgumentException("a document's version begins at 1");
        }
    }

    /** A first version by this author. */
    public static DocumentInfo by(String author) {
        return new DocumentInfo(Optional.empty(), author, Optional.empty(), Optional.empty(), 1, Optional.empty());
    }

    /** The same under another identifier. */
    public DocumentInfo named(String newId) {
        return new DocumentInfo(Optional.of(newId), author, role, lastUpdated, version, tooling);
    }
}
