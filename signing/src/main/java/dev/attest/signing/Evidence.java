package dev.attest.signing;

import dev.attest.intoto.Envelope;
import dev.attest.intoto.MalformedStatementException;
import dev.attest.intoto.Statement;
import dev.attest.signing.key.Message;
import dev.attest.signing.key.VerificationKey;
import dev.attest.signing.log.LogEntry;
import dev.attest.signing.log.LogVerifier;
import dev.attest.signing.log.Signed;
import dev.attest.signing.refusal.Reason;
import dev.attest.signing.refusal.RefusedException;
import dev.attest.signing.timestamp.TimestampVerifier;
import dev.attest.signing.trust.TrustMaterial;
import dev.attest.signing.x509.Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Weighs the evidence in a bundle, in one order: the first check that fails is the reason that is given. */
final class Evidence {
    private final SignerChecks signers;
    private final LogVerifier logs;
    private final TimestampVerifier timestamps;
    private final boolean needsLog;
    private final boolean witnessed;

    /** Where nothing is {@code witnessed}, keys alone count and no time is known. */
    Evidence(TrustMaterial material, boolean witnessed) {
        this.signers = new SignerChecks(material);
        this.logs = new LogVerifier(material.logs());
        this.timestamps = new TimestampVerifier(material.timestampAuthorities());
        this.needsLog = !material.logs().isEmpty();
        this.witnessed = witnessed;
    }

    /** {@code artifact} is what a message signature is of; null where only a Statement will do. */
    Verified judge(Bundle bundle, @Nullable Message artifact, Identities accepted) throws RefusedException {
        Optional<Certificate> certificate = bundle.certificate();
        VerificationKey key = signingKey(certificate, accepted);
        Signed signed = signed(bundle, artifact, certificate, key);
        boolean holds = signed.message()
                .isSignedBy(key, signed.signature())
                .orElseThrow(() -> new RefusedException(
                        Reason.UNSUPPORTED,
                        "a signature of this kind needs the artifact, not only its SHA-256 digest"));
        if (!holds) {
            throw new RefusedException(Reason.SIGNATURE, "the signature is not over this content or by this signer");
        }
        List<VerifiedTime> times = witnessed ? times(bundle, signed) : List.of();
        var signer = new Verified.Signer(null, null, key);
        if (certificate.isPresent()) {
            signer = signers.verify(bundle, times, accepted);
        }
        Optional<Envelope> envelope = bundle.envelope();
        return new Verified(bundle, envelope.isPresent() ? statement(envelope.get()) : null, signer, times);
    }

    /** Refuses a certificate that no bundle made now could be accepted with. */
    void requireIssued(Certificate leaf, Instant now) throws RefusedException {
        signers.requireIssued(leaf, now);
    }

    private static VerificationKey signingKey(Optional<Certificate> certificate, Identities accepted)
            throws RefusedException {
        if (certificate.isPresent() && accepted.key().isPresent()) {
            throw new RefusedException(Reason.IDENTITY, "signed by a certified identity, but a key is asked for");
        }
        if (certificate.isPresent()) {
            return certificate.get().key();
        }
        return accepted.key()
                .orElseThrow(() -> new RefusedException(
                        Reason.IDENTITY,
                        "signed by a key, which proves no identity; give the public key to accept it"));
    }

    private static Signed signed(
            Bundle bundle, @Nullable Message artifact, Optional<Certificate> certificate, VerificationKey key)
            throws RefusedException {
        Signed.Signer signer = certificate.map(Signed.Signer::of).orElseGet(() -> Signed.Signer.of(key));
        Optional<Envelope> envelope = bundle.envelope();
        if (envelope.isPresent()) {
            byte[] signature = envelope.get().signature();
            return new Signed(Message.of(envelope.get().pae()), signature, signer, envelope);
        }
        MessageSignature message = bundle.messageSignature().orElseThrow();
        if (artifact == null) {
            throw new RefusedException(Reason.STATEMENT, "the bundle signs an artifact, not a statement");
        }
        if (artifact.digest(message.algorithm()).isPresent()
                && !artifact.hasDigest(message.algorithm(), message.digest())) {
            throw new RefusedException(Reason.ARTIFACT, "the bundle is about another artifact");
        }
        return new Signed(artifact, message.signature(), signer, Optional.empty());
    }

    /** Every time that something in the bundle proves; each proof that is there must hold. */
    private List<VerifiedTime> times(Bundle bundle, Signed signed) throws RefusedException {
        var times = new ArrayList<VerifiedTime>();
        var stamped = new ArrayList<Instant>();
        for (byte[] timestamp : bundle.timestamps()) {
            Instant time = timestamps.verify(timestamp, signed.signature());
            stamped.add(time);
            times.add(new VerifiedTime(time, VerifiedTime.Source.TIMESTAMP_AUTHORITY));
        }
        if (needsLog && bundle.entries().isEmpty()) {
            throw new RefusedException(Reason.LOG_ENTRY_MISSING, "the bundle has no transparency log entry");
        }
        for (LogEntry entry : bundle.entries()) {
            logs.verify(entry, signed, stamped)
                    .ifPresent(time -> times.add(new VerifiedTime(time, VerifiedTime.Source.TRANSPARENCY_LOG)));
            requireEvidence(bundle, entry);
        }
        if (times.isEmpty()) {
            throw new RefusedException(Reason.TIMESTAMP, "nothing in the bundle proves when it was signed");
        }
        return times;
    }

    /** What each version of the format rests on (sigstore_bundle.proto, TransparencyLogEntry). */
    private static void requireEvidence(Bundle bundle, LogEntry entry) throws RefusedException {
        if (bundle.needsPromise() && !entry.hasPromise()) {
            throw new RefusedException(Reason.LOG_ENTRY_MISSING, "a v0.1 bundle without inclusion promise");
        }
        if (!bundle.needsPromise() && !entry.hasProof()) {
            throw new RefusedException(Reason.LOG_ENTRY_MISSING, "a bundle without inclusion proof");
        }
    }

    static Statement statement(Envelope envelope) throws RefusedException {
        if (!envelope.payloadType().equals(Statement.PAYLOAD_TYPE)) {
            throw new RefusedException(Reason.STATEMENT, "the payload is of another type than in-toto Statements");
        }
        try {
            return Statement.parse(envelope.payload());
        } catch (MalformedStatementException e) {
            throw new RefusedException(Reason.STATEMENT, String.valueOf(e.getMessage()));
        }
    }
}
