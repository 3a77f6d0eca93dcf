package dev.attest.oci;

import java.io.IOException;

/** A stream's bytes are not what its descriptor says; the streaming form of {@link MalformedImageException}. */
public final class MismatchException extends IOException {
    private static final long serialVersionUID = 1L;

    public MismatchException(String message) {
        super(message);
    }
}
