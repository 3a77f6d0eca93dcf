package dev.attest.signing;

/** The outcome of a verification: what was verified, or why it was refused. */
public sealed interface Verification permits Verified, Rejected {}
