package dev.attest.signing.refusal;

/** Which check refused a bundle. */
public enum Reason {
    /** Not the format it claims to be, or a bound was exceeded. */
    MALFORMED,
    /** Well-formed, but of a kind that is not verified. */
    UNSUPPORTED,
    /** The signature does not verify over the signed bytes. */
    SIGNATURE,
    /** The certificate is not a code-signing certificate of an authority of the trusted root. */
    CERTIFICATE_CHAIN,
    /** A verified time lies outside the certificate's validity. */
    CERTIFICATE_TIME,
    /** No valid signed certificate timestamp of a log of the trusted root. */
    SCT,
    /** No transparency log entry, or one without the proof its bundle version demands. */
    LOG_ENTRY_MISSING,
    /** The log entry is about another signature, key or content, or contradicts itself. */
    LOG_ENTRY_MISMATCH,
    /** A log's signature (entry timestamp or checkpoint) is missing or wrong, or the log is unknown. */
    LOG_SIGNATURE,
    /** The inclusion proof does not lead to the checkpoint's root. */
    LOG_PROOF,
    /** A timestamp is wrong, or there is no verified time at all. */
    TIMESTAMP,
    /** A log or authority was used outside the time the trusted root gives it, or has no such time. */
    TRUST_WINDOW,
    /** Signed by somebody who is not accepted. */
    IDENTITY,
    /** Signer, key, certificate, log entry or digest stand on the revocation list, for a verified time. */
    REVOKED,
    /** The payload is no in-toto Statement. */
    STATEMENT,
    /** Signed content and the artifact at hand are not the same. */
    ARTIFACT,
    /** A fault of the verifier: nothing was decided. */
    FAULT
}
