package dev.attest.signing.log;

import dev.attest.intoto.Envelope;
import dev.attest.signing.key.Message;
import java.util.Arrays;
import java.util.Optional;

/** What a bundle says was signed and by which certificate or key: the log entry has to say the same. */
public final class Signed {
    private final Message message;
    private final byte[] signature;
    private final Signer signer;
    private final Optional<Envelope> envelope;

    /** The encoded certificate or, for a bare key, its SubjectPublicKeyInfo. */
    public static final class Signer {
        private final String pemLabel;
        private final byte[] encoded;

        private Signer(String pemLabel, byte[] encoded) {
            this.pemLabel = pemLabel;
            this.encoded = encoded;
        }

        public static Signer certificate(byte[] encoded) {
            return new Signer("CERTIFICATE", encoded.clone());
        }

        public static Signer key(byte[] encoded) {
            return new Signer("PUBLIC KEY", encoded.clone());
        }

        boolean is(String label, byte[] other) {
            return pemLabel.equals(label) && Arrays.equals(encoded, other);
        }
    }

    /** {@code message} is what the signature covers: for an envelope its pre-authentication encoding. */
    public Signed(Message message, byte[] signature, Signer signer, Optional<Envelope> envelope) {
        this.message = message;
        this.signature = signature.clone();
        this.signer = signer;
        this.envelope = envelope;
    }

    public Message message() {
        return message;
    }

    public byte[] signature() {
        return signature.clone();
    }

    public Optional<Envelope> envelope() {
        return envelope;
    }

    Signer signer() {
        return signer;
    }
}
