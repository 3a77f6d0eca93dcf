package dev.attest.signing;

import dev.attest.intoto.Statement;
import dev.attest.signing.key.HashAlgorithm;
import dev.attest.signing.key.Message;
import dev.attest.signing.refusal.Reason;
import dev.attest.signing.refusal.RefusedException;
import dev.attest.signing.revocation.Revocations;
import dev.attest.signing.trust.TrustMaterial;
import dev.attest.signing.x509.Certificate;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a bundle proves that an accepted identity signed its content: signature, certificate chain, certificate
 * log timestamp, log inclusion, verified times inside every validity, identity, Statement, revocations. Needs no network and no clock.
 * Whatever goes wrong is a {@link Rejected}; nothing is thrown. Safe for use by several threads.
 */
public final class BundleVerifier {
    private final Evidence evidence;
    private final Revocations revocations;

    public BundleVerifier(TrustedRoot root) {
        this(root, Revocations.none());
    }

    /** Accepts nothing that {@code revocations} names; {@link RevocationList} reads them. */
    public BundleVerifier(TrustedRoot root, Revocations revocations) {
        this(new Evidence(root.material(), true), revocations);
    }

    private BundleVerifier(Evidence evidence, Revocations revocations) {
        this.evidence = evidence;
        this.revocations = revocations;
    }

    /**
     * A verifier that knows no authority, no log and no clock of others: only the holder of a key can be recognised, and
     * when something was signed stays unknown. What a bundle holds of logs and timestamps is not looked at.
     */
    public static BundleVerifier unwitnessed() {
        return unwitnessed(Revocations.none());
    }

    /** As {@link #unwitnessed()}; a key revoked in any window is refused, because nothing tells when it signed. */
    public static BundleVerifier unwitnessed(Revocations revocations) {
        var nobody = new TrustMaterial(List.of(), List.of(), List.of(), List.of());
        return new BundleVerifier(new Evidence(nobody, false), revocations);
    }

    /** Refuses a certificate that no bundle made now could be accepted with: before anything is published with it. */
    void requireIssued(Certificate leaf, Instant now) throws RefusedException {
        evidence.requireIssued(leaf, now);
    }

    /** Verifies a Statement. What it is about is the caller's question to {@link Verified#statement()}. */
    public Verification verify(Bundle bundle, Identities accepted) {
        if (bundle.envelope().isEmpty()) {
            return new Rejected(Reason.STATEMENT, "the bundle signs an artifact, not a statement");
        }
        return judged(bundle, null, Map.of(), accepted);
    }

    /** Verifies that {@code artifact} was signed, or is a subject of the Statement that was signed. */
    public Verification verifyBlob(Bundle bundle, byte[] artifact, Identities accepted) {
        return verifyArtifact(bundle, Message.of(artifact), accepted);
    }

    /** As {@link #verifyBlob}, for an artifact of which the bytes or one digest are known. */
    public Verification verifyArtifact(Bundle bundle, Message artifact, Identities accepted) {
        return judged(bundle, artifact, Map.of(), accepted);
    }

    /**
     * As {@link #verifyBlob}, for an artifact that is nothing but a name for another: {@code named} are the digests of
     * that one, which may be revoked as well.
     */
    public Verification verifyNaming(Bundle bundle, byte[] artifact, Map<String, String> named, Identities accepted) {
        return judged(bundle, Message.of(artifact), named, accepted);
    }

    /** As {@link #verifyBlob}, for an artifact of which the SHA-256 digest (32 bytes) is known. */
    public Verification verifyDigest(Bundle bundle, byte[] sha256, Identities accepted) {
        return judged(bundle, Message.ofDigest(HashAlgorithm.SHA256, sha256), Map.of(), accepted);
    }

    private Verification judged(
            Bundle bundle, @Nullable Message artifact, Map<String, String> named, Identities accepted) {
        try {
            Verified verified = evidence.judge(bundle, artifact, accepted);
            if (artifact != null && verified.hasStatement()) {
                requireSubject(verified.statement(), artifact);
            }
            Optional<String> revoked = revocations.revokes(verified.signing(List.of(digests(artifact), named)));
            if (revoked.isPresent()) {
                throw new RefusedException(Reason.REVOKED, revoked.get());
            }
            return verified;
        } catch (RefusedException e) {
            return new Rejected(e.reason(), e.detail());
        } catch (RuntimeException e) {
            return fault(e);
        }
    }

    /** A fault of ours or of the JDK's on hostile input must neither pass nor end the program. */
    static Rejected fault(RuntimeException e) {
        return new Rejected(Reason.FAULT, "the verifier failed (" + e.getClass().getSimpleName() + ")");
    }

    private static void requireSubject(Statement statement, Message artifact) throws RefusedException {
        if (!statement.isAbout(digests(artifact))) {
            throw new RefusedException(Reason.ARTIFACT, "the artifact is no subject of the statement");
        }
    }

    private static Map<String, String> digests(@Nullable Message artifact) {
        var digests = new TreeMap<String, String>();
        if (artifact != null) {
            for (HashAlgorithm algorithm : HashAlgorithm.values()) {
                artifact.digest(algorithm)
                        .ifPresent(digest -> digests.put(
                                algorithm.digestName(), HexFormat.of().formatHex(digest)));
            }
        }
        return digests;
    }
}
