package dev.attest.signing.x509;

/** Bytes that are no X.509 certificate, or one of a kind that is not accepted. */
public final class MalformedCertificateException extends Exception {
    private static final long serialVersionUID = 1L;

    public MalformedCertificateException(String message) {
        super(message);
    }
}
