package dev.attest.signing;

/** What became of a bare envelope: {@link VerifiedEnvelope} or {@link Rejected}. */
public sealed interface EnvelopeVerification permits VerifiedEnvelope, Rejected {}
