package dev.attest.signing.log;

import dev.attest.intoto.Envelope;
import dev.attest.signing.key.Message;
import dev.attest.signing.key.VerificationKey;
import dev.attest.signing.x509.Certificate;
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
        private final VerificationKey key;

        private Signer(String pemLabel, byte[] encoded, VerificationKey key) {
            this.pemLabel = pemLabel;
            this.encoded = encoded;
            this.key = key;
        }

        public static Signer of(Certificate certificate) {
            return new Signer("CERTIFICATE", certificate.encoded(), certificate.key());
        }

        public static Signer of(VerificationKey key) {
            return new Signer("PUBLIC KEY", key.encoded(), key);
        }

        public boolean isCertificate() {
            return pemLabel.equals("CERTIFICATE");
        }

        /** The key that verifies the signature, the certificate's where there is one. */
        public VerificationKey key() {
            return key;
        }

        /** {@code CERTIFICATE} or {@code PUBLIC KEY}, as the PEM block over {@link #encoded} would be called. */
        public String pemLabel() {
            return pemLabel;
        }

        public byte[] encoded() {
            return encoded.clone();
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

    public Signer signer() {
        return signer;
    }
}
