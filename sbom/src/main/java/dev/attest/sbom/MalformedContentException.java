package dev.attest.sbom;

/**
 * A file of the image that must be readable and is not what its format says: a package database above all. The message
 * names the file and what was expected; the scan ends, for what was not read cannot be called absent.
 */
public final class MalformedContentException extends Exception {
    private static final long serialVersionUID = 1L;

    public MalformedContentException(String message) {
        super(message);
    }
}
