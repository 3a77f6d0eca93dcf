package dev.attest.signing;

import dev.attest.intoto.Envelope;
import dev.attest.intoto.Statement;
import dev.attest.signing.key.HashAlgorithm;
import dev.attest.signing.key.Message;
import dev.attest.signing.key.SigningKey;
import dev.attest.signing.log.Signed;
import dev.attest.signing.service.SigningException;
import java.util.Base64;
import java.util.Optional;

/**
 * A key and what tells others whose it is.
 *
 * @param signer the certificate, or the key itself
 * @param who the signer, for people
 * @param ourselves the identity that a verifier has to accept for what this seals
 */
record Seal(SigningKey key, Signed.Signer signer, String who, Identities ourselves) {

    /** The hint at a bare key that cosign writes and reads: its fingerprint. A certificate needs none. */
    String hint() {
        return signer.isCertificate()
                ? ""
                : Base64.getEncoder().encodeToString(HashAlgorithm.SHA256.hash(signer.encoded()));
    }

    /**
     * The statement's bytes as they are, signed once (DSSE v1). Its {@code keyid} stays empty: the bundle's hint names the key, and
     * Go's DSSE library, so cosign and sigstore-go, skips a signature whose keyid is not the id it makes of the key itself.
     */
    Signed statement(byte[] statement) throws SigningException {
        Message message = Message.of(Envelope.pae(Statement.PAYLOAD_TYPE, statement));
        byte[] signature = key.sign(message);
        var envelope = new Envelope(Statement.PAYLOAD_TYPE, statement, signature, "");
        return new Signed(message, signature, signer, Optional.of(envelope));
    }

    /** The artifact itself, signed. */
    Signed artifact(Message artifact) throws SigningException {
        return new Signed(artifact, key.sign(artifact), signer, Optional.empty());
    }
}
