package dev.attest.oci;

import java.io.IOException;

/** The place refuses to list referrers to this login, though it lets it read the rest. What is attached is unknown. */
public final class ListingRefusedException extends IOException {
    private static final long serialVersionUID = 1L;

    public ListingRefusedException(String message) {
        super(message);
    }
}
