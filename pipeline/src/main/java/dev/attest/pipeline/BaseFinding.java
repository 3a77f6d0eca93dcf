package dev.attest.pipeline;

/** What was named or claimed as the base of a platform's image and is no dependency that layers prove. */
public record BaseFinding(Kind kind, String platform, String message) {
    /** How much is known. */
    public enum Kind {
        /** The layers deny it. */
        REFUTED,
        /** Nobody gave the image whose layers would tell. */
        UNCHECKED
    }
}
