package dev.attest.sbom.zip;

/** Bytes that are not a ZIP that can be trusted to say what is in it. */
public final class MalformedZipException extends Exception {
    private static final long serialVersionUID = 1L;

    public MalformedZipException(String message) {
        super(message);
    }
}
