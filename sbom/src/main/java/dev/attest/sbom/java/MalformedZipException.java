package dev.attest.sbom.java;

/** Bytes that are not a ZIP that can be trusted to say what is in it. */
final class MalformedZipException extends Exception {
    private static final long serialVersionUID = 1L;

    MalformedZipException(String message) {
        super(message);
    }
}
