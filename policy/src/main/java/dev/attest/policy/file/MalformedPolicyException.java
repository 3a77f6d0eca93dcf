package dev.attest.policy.file;

/** A file that is no policy. The message says where and what was expected. */
public final class MalformedPolicyException extends Exception {
    private static final long serialVersionUID = 1L;

    public MalformedPolicyException(String message) {
        super(message);
    }
}
