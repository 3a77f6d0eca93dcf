package dev.attest.oci;

import java.io.IOException;

/** The place was asked and has no such reference, manifest or blob. */
public final class NotFoundException extends IOException {
    private static final long serialVersionUID = 1L;

    public NotFoundException(String message) {
        super(message);
    }
}
