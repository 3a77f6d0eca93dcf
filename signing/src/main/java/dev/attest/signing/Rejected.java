package dev.attest.signing;

import dev.attest.signing.refusal.Reason;

/** A bundle or envelope that was not accepted. {@code detail} is one sentence for people and quotes nothing unprintable. */
public record Rejected(Reason reason, String detail) implements Verification, EnvelopeVerification {
    public Rejected {
        detail = detail.replaceAll("\\p{Cntrl}", "?");
    }
}
