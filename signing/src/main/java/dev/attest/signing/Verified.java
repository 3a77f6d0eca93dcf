package dev.attest.signing;

import dev.attest.intoto.Envelope;
import dev.attest.intoto.Statement;
import dev.attest.signing.key.HashAlgorithm;
import dev.attest.signing.key.VerificationKey;
import dev.attest.signing.log.LogEntry;
import dev.attest.signing.revocation.Signing;
import dev.attest.signing.x509.Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a verifier accepted: the signed content, who signed it, when, and where that is logged. Only a verifier makes one. */
public final class Verified implements Verification {
    private final Bundle bundle;
    private final @Nullable Statement statement;
    private final Signer signer;
    private final List<VerifiedTime> times;

    /** Who signed: the claims of a certificate and the identity they matched, or neither for a key. */
    record Signer(@Nullable CertificateClaims claims, @Nullable AcceptedIdentity matched, VerificationKey key) {}

    Verified(Bundle bundle, @Nullable Statement statement, Signer signer, List<VerifiedTime> times) {
        this.bundle = bundle;
        this.statement = statement;
        this.signer = signer;
        this.times = times.stream()
                .sorted(Comparator.comparing(VerifiedTime::time).thenComparing(VerifiedTime::source))
                .toList();
    }

    /** Whether the signed content is a Statement; else it is the artifact that was given. */
    public boolean hasStatement() {
        return statement != null;
    }

    /** The verified Statement; {@link #hasStatement} tells whether there is one, {@code verify} always gives one. */
    public Statement statement() {
        if (statement == null) {
            throw new IllegalStateException("the bundle signs an artifact, not a statement");
        }
        return statement;
    }

    /** The Statement's bytes as signed; of an artifact's signature there are none. */
    public byte[] payload() {
        return envelope().payload();
    }

    /** The signed envelope without its bundle, for those who read nothing else; it says neither who signed nor when. */
    public Envelope envelope() {
        return bundle.envelope()
                .orElseThrow(() -> new IllegalStateException("the bundle signs an artifact, not a statement"));
    }

    /** Whether the signer is the holder of a key that was given, of whom nothing else is known. */
    public boolean isSignedByKey() {
        return signer.claims() == null;
    }

    /** Who signed, for people: the certificate's subject, or the key's fingerprint. */
    public String who() {
        return signer.claims() == null
                ? "the key " + keyFingerprint()
                : signer.claims().subject();
    }

    /** The fingerprint of the key that signed ({@link VerificationKey#fingerprint}). */
    public String keyFingerprint() {
        return signer.key().fingerprint();
    }

    /** What the certificate says of the signer; {@link #isSignedByKey} tells whether there is one. */
    public CertificateClaims signer() {
        if (signer.claims() == null) {
            throw new IllegalStateException("the bundle is signed by a key, not by a certified identity");
        }
        return signer.claims();
    }

    /** The SHA-256 of the signer's public key (SubjectPublicKeyInfo), in hex: what a revocation list calls it by. */
    public String keySha256() {
        return HexFormat.of().formatHex(HashAlgorithm.SHA256.hash(signer.key().encoded()));
    }

    /** The SHA-256 of the signing certificate, in hex; empty for a key. */
    public Optional<String> certificateSha256() {
        return bundle.certificate().map(certificate -> sha256(certificate.encoded()));
    }

    /** What a revocation list is asked about; {@code artifacts} are digests known beside those of the subjects. */
    Signing signing(List<Map<String, String>> artifacts) {
        var names = new TreeMap<String, String>();
        CertificateClaims claims = signer.claims();
        if (claims != null) {
            names.put("subject", claims.subject());
            repository(claims).ifPresent(uri -> names.put("repository", uri));
            claims.sourceRepositoryIdentifier().ifPresent(number -> names.put("repositoryId", number));
        }
        var digests = new ArrayList<Map<String, String>>(artifacts);
        if (statement != null) {
            statement.subjects().forEach(subject -> digests.add(subject.digest()));
        }
        return new Signing(
                claims == null ? "" : claims.issuer(),
                names,
                keySha256(),
                certificateSha256(),
                bundle.entries().stream().map(LogEntry::provenIdentity).toList(),
                digests,
                times.stream().map(VerifiedTime::time).toList(),
                bundle.certificate().map(Certificate::validFrom));
    }

    /** Certificates of before 2023 name a repository at GitHub by its name alone. */
    private static Optional<String> repository(CertificateClaims claims) {
        return claims.sourceRepositoryUri()
                .or(() -> claims.gitHubWorkflowRepository().map(name -> "https://github.com/" + name));
    }

    private static String sha256(byte[] bytes) {
        return HexFormat.of().formatHex(HashAlgorithm.SHA256.hash(bytes));
    }

    /** The accepted identity that the signer is; empty for a key and when anybody was accepted. */
    public Optional<AcceptedIdentity> matched() {
        return Optional.ofNullable(signer.matched());
    }

    /** The earliest of {@link #times}. */
    public Optional<Instant> verifiedTime() {
        return times.stream().findFirst().map(VerifiedTime::time);
    }

    /** Every verified time, earliest first; at least one, unless {@link BundleVerifier#unwitnessed} verified it. */
    public List<VerifiedTime> times() {
        return times;
    }

    /**
     * The first log entry's index; empty when the trusted root lists no logs, when the log signed no index, and where
     * nobody looked at entries ({@link BundleVerifier#unwitnessed}).
     */
    public Optional<Long> logIndex() {
        return firstEntry().filter(LogEntry::hasSignedIndex).map(LogEntry::logIndex);
    }

    /** The id of the first entry's log. */
    public Optional<byte[]> logId() {
        return firstEntry().map(LogEntry::logId);
    }

    private Optional<LogEntry> firstEntry() {
        return times.isEmpty() ? Optional.empty() : bundle.entries().stream().findFirst();
    }

    public Bundle bundle() {
        return bundle;
    }
}
