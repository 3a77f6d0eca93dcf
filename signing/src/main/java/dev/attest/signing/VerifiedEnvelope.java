package dev.attest.signing;

import dev.attest.intoto.Envelope;
import dev.attest.intoto.Statement;

/**
 * A Statement in a bare envelope that the holder of a given key signed. Nothing tells when: no log saw it and no
 * authority stamped it, so that freshness can only be what the Statement says of itself. Only a verifier makes one.
 */
public final class VerifiedEnvelope implements EnvelopeVerification {
    private final Envelope envelope;
    private final Statement statement;
    private final String keySha256;

    VerifiedEnvelope(Envelope envelope, Statement statement, String keySha256) {
        this.envelope = envelope;
        this.statement = statement;
        this.keySha256 = keySha256;
    }

    public Statement statement() {
        return statement;
    }

    /** The Statement's bytes as signed. */
    public byte[] payload() {
        return envelope.payload();
    }

    /** The SHA-256 of the signer's public key (SubjectPublicKeyInfo), in hex. */
    public String keySha256() {
        return keySha256;
    }
}
