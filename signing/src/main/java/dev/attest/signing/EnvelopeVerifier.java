package dev.attest.signing;

import dev.attest.intoto.Envelope;
import dev.attest.intoto.Statement;
import dev.attest.json.JsonObject;
import dev.attest.json.MalformedJsonException;
import dev.attest.json.StrictJson;
import dev.attest.signing.key.HashAlgorithm;
import dev.attest.signing.key.RawSignature;
import dev.attest.signing.key.VerificationKey;
import dev.attest.signing.refusal.Reason;
import dev.attest.signing.refusal.RefusedException;
import dev.attest.signing.revocation.Revocations;
import dev.attest.signing.revocation.Signing;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Verifies DSSE envelopes that come without a bundle, as verification summaries of some producers do: one signature by a
 * key that was given, over a Statement. There is no certificate, no log and no time in it, and it never counts as a
 * {@link Verified}. ECDSA signatures may also be the bare numbers r and s (IEEE P1363), which JOSE-minded signers write.
 */
public final class EnvelopeVerifier {
    private final VerificationKey key;
    private final Optional<String> keyid;
    private final Revocations revocations;

    /**
     * Accepts the holder of one key.
     *
     * @param key made with {@link Identities#ofKey}
     * @param keyid what the envelope must call the key, where that is asked; it is not signed
     * @param revocations the key in whatever window is refused, because nothing tells when it signed
     * @throws IllegalArgumentException when {@code key} is of no key
     */
    public EnvelopeVerifier(Identities key, Optional<String> keyid, Revocations revocations) {
        this.key = key.key().orElseThrow(() -> new IllegalArgumentException("a bare envelope proves no identity"));
        this.keyid = keyid;
        this.revocations = revocations;
    }

    /** Verifies an envelope in JSON. What its Statement is about is the caller's question; nothing is thrown. */
    public EnvelopeVerification verify(byte[] json) {
        try {
            Envelope envelope = read(json);
            Statement statement = Evidence.statement(envelope);
            var verified = new VerifiedEnvelope(
                    envelope, statement, HexFormat.of().formatHex(HashAlgorithm.SHA256.hash(key.encoded())));
            Optional<String> revoked = revocations.revokes(signing(verified));
            if (revoked.isPresent()) {
                throw new RefusedException(Reason.REVOKED, revoked.get());
            }
            return verified;
        } catch (MalformedJsonException e) {
            return new Rejected(Reason.MALFORMED, String.valueOf(e.getMessage()));
        } catch (RefusedException e) {
            return new Rejected(e.reason(), e.detail());
        } catch (RuntimeException e) {
            return BundleVerifier.fault(e);
        }
    }

    private Envelope read(byte[] json) throws MalformedJsonException, RefusedException {
        JsonObject whole = StrictJson.parseShell(json, "envelope");
        Envelope envelope = BundleReader.envelope(whole);
        if (keyid.isPresent() && !keyid.get().equals(envelope.keyid())) {
            throw new RefusedException(Reason.IDENTITY, "the envelope names another key");
        }
        byte[] signature = envelope.signature();
        boolean holds = key.verifies(envelope.pae(), signature)
                || RawSignature.der(signature)
                        .filter(der -> key.verifies(envelope.pae(), der))
                        .isPresent();
        if (!holds) {
            throw new RefusedException(Reason.SIGNATURE, "the signature is not over this content or by this key");
        }
        return envelope;
    }

    private static Signing signing(VerifiedEnvelope verified) {
        var digests = new ArrayList<Map<String, String>>();
        verified.statement().subjects().forEach(subject -> digests.add(subject.digest()));
        return new Signing(
                "", Map.of(), verified.keySha256(), Optional.empty(), List.of(), digests, List.of(), Optional.empty());
    }
}
