package dev.attest.oci;

/**
 * Content that is not what its format, its descriptor or its digest says. The message says which and what was expected;
 * the image is to be refused, not asked for again.
 */
public final class MalformedImageException extends Exception {
    private static final long serialVersionUID = 1L;

    public MalformedImageException(String message) {
        super(message);
    }
}
