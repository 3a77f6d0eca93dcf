package dev.attest.signing;

import dev.attest.signing.config.Selection;
import dev.attest.signing.key.SigningKey;
import dev.attest.signing.log.Signed;
import dev.attest.signing.service.SigningException;
import dev.attest.signing.x509.Certificate;
import dev.attest.signing.x509.CertificateChain;
import dev.attest.signing.x509.MalformedCertificateException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/**
 * Signs with a key that somebody keeps and a certificate that an authority of one's own issued for it. The bundle holds the
 * leaf alone (v0.3): whoever verifies has the authority in the trusted root. Certificates prove little without a time, so that
 * services are needed: a log that tells one, or a timestamp authority.
 */
public final class CertifiedKeySigner {
    private final SigningKey key;
    private final CertificateChain chain;
    private final BundleVerifier verifier;
    private final Clock clock;

    /** {@code verifier} is the one that the bundles will have to pass later; nothing that it refuses is handed out. */
    public CertifiedKeySigner(SigningKey key, CertificateChain chain, BundleVerifier verifier, Clock clock) {
        this.key = key;
        this.chain = chain;
        this.verifier = verifier;
        this.clock = clock;
    }

    /**
     * A session whose signatures the logs and timestamp authorities of {@code services} witness.
     *
     * @throws SigningException (usage) when the certificate is another key's, not valid now or names nobody who can be asked for
     */
    public SigningSession open(SigningServices services, SecureRandom random) throws SigningException {
        Certificate leaf = chain.leaf();
        if (!Arrays.equals(leaf.key().encoded(), key.publicKey().encoded())) {
            throw SigningException.usage(
                    "the certificate is for another key (" + leaf.key().fingerprint() + ") than the one that signs ("
                            + key.publicKey().fingerprint() + ")");
        }
        AcceptedIdentity holder = holder(leaf);
        var seal = new Seal(key, Signed.Signer.of(leaf), holder.toString(), Identities.of(List.of(holder)));
        requireValid(leaf, clock.instant());
        Selection.Witnesses selected = services.config().selectWitnesses(clock.instant());
        return SigningSession.open(
                now -> {
                    requireValid(leaf, now);
                    return seal;
                },
                Witnesses.of(selected, services, random),
                verifier,
                clock);
    }

    private static void requireValid(Certificate leaf, Instant now) throws SigningException {
        if (!leaf.isValidAt(now)) {
            throw SigningException.usage(
                    "the certificate is valid from " + leaf.validity() + ", which " + now + " is not within");
        }
    }

    private static AcceptedIdentity holder(Certificate leaf) throws SigningException {
        try {
            CertificateClaims claims = CertificateClaims.of(leaf);
            return claims.hasIssuer()
                    ? new AcceptedIdentity.Exact(claims.issuer(), claims.subject())
                    : new AcceptedIdentity.WithoutIssuer(claims.kind(), claims.subject());
        } catch (MalformedCertificateException | IllegalArgumentException e) {
            throw SigningException.usage(
                    "the certificate names nobody: it needs one e-mail address or URI as subject alternative name ("
                            + e.getMessage() + ")");
        }
    }
}
