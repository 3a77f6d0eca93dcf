package dev.attest.sbom.catalog;

import dev.attest.sbom.Gap;

/** A wanted file that could not be read; the engine lists it as a {@link Gap} if it is still there in the image. */
public final class UnreadFileException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Gap.Kind kind;

    public UnreadFileException(Gap.Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public Gap.Kind kind() {
        return kind;
    }
}
