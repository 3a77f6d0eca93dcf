package dev.attest.signing;

import dev.attest.signing.ct.CertificateTransparency;
import dev.attest.signing.refusal.Reason;
import dev.attest.signing.refusal.RefusedException;
import dev.attest.signing.trust.TrustMaterial;
import dev.attest.signing.x509.Certificate;
import dev.attest.signing.x509.CertificateAuthority;
import dev.attest.signing.x509.MalformedCertificateException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Checks a signing certificate: issued by an authority of the trusted root, logged, valid when used, for whom. */
final class SignerChecks {
    private final List<CertificateAuthority> authorities;
    private final CertificateTransparency transparency;
    private final boolean needsTimestamp;

    SignerChecks(TrustMaterial material) {
        this.authorities = material.authorities();
        this.transparency = new CertificateTransparency(material.certificateLogs());
        this.needsTimestamp = !material.certificateLogs().isEmpty();
    }

    /** Who signed, given that the bundle has a certificate whose key did and that {@code times} are verified. */
    Verified.Signer verify(Bundle bundle, List<VerifiedTime> times, Identities accepted) throws RefusedException {
        Certificate leaf = bundle.certificate().orElseThrow();
        requireSigningCertificate(leaf);
        requireValid(leaf, times);
        CertificateAuthority authority =
                authority(leaf, times.stream().map(VerifiedTime::time).toList());
        requireNothingNew(bundle, authority);
        if (needsTimestamp) {
            transparency.verify(leaf, authority.issuer());
        }
        CertificateClaims claims = claims(leaf);
        Optional<AcceptedIdentity> matched = accepted.match(claims);
        if (matched.isEmpty() && !accepted.isAny()) {
            throw new RefusedException(
                    Reason.IDENTITY,
                    "signed by " + claims.subject() + " (" + (claims.hasIssuer() ? claims.issuer() : "no issuer")
                            + "), accepted: " + accepted);
        }
        return new Verified.Signer(claims, matched.orElse(null), leaf.key());
    }

    /** Refuses a certificate that no bundle made now could be accepted with. */
    void requireIssued(Certificate leaf, Instant now) throws RefusedException {
        requireSigningCertificate(leaf);
        // The authority's clock may be ahead of ours.
        Instant first = leaf.validFrom().isAfter(now) ? leaf.validFrom() : now;
        CertificateAuthority authority = authority(leaf, List.of(first));
        if (needsTimestamp) {
            transparency.verify(leaf, authority.issuer());
        }
    }

    /**
     * Certificates after the first decide nothing, but other readers may trust them. Bundles must not bring roots; those
     * of v0.1 that were made before that rule repeat the whole chain, which is let pass where it is the authority's own.
     */
    private static void requireNothingNew(Bundle bundle, CertificateAuthority authority) throws RefusedException {
        List<Certificate> further = bundle.furtherCertificates();
        if (bundle.needsPromise() && authority.isChain(further)) {
            return;
        }
        for (Certificate certificate : further) {
            if (certificate.isSelfIssued() || !authority.holds(certificate)) {
                throw chain("the bundle brings a root or a certificate that is not in the trusted root");
            }
        }
    }

    private static void requireSigningCertificate(Certificate leaf) throws RefusedException {
        if (leaf.isAuthority() || !leaf.maySign()) {
            throw chain("the certificate is an authority's or may not sign");
        }
        if (!leaf.extendedKeyUsage().contains(CertificateAuthority.CODE_SIGNING)) {
            throw chain("the certificate is not for code signing");
        }
    }

    private static void requireValid(Certificate leaf, List<VerifiedTime> times) throws RefusedException {
        for (VerifiedTime time : times) {
            if (!leaf.isValidAt(time.time())) {
                throw new RefusedException(
                        Reason.CERTIFICATE_TIME,
                        "signed at " + time.time() + ", the certificate is valid from " + leaf.validity());
            }
        }
    }

    /** The authority that issued the leaf and was trusted at every time; the first such one's complaint otherwise. */
    private CertificateAuthority authority(Certificate leaf, List<Instant> times) throws RefusedException {
        RefusedException refused = null;
        for (CertificateAuthority authority : authorities) {
            if (authority.isNamedBy(leaf)) {
                try {
                    authority.validate(leaf, CertificateAuthority.CODE_SIGNING, times);
                    return authority;
                } catch (RefusedException e) {
                    refused = refused == null ? e : refused;
                }
            }
        }
        throw refused != null ? refused : chain("the certificate is of no authority that the trusted root knows");
    }

    private static CertificateClaims claims(Certificate leaf) throws RefusedException {
        try {
            return CertificateClaims.of(leaf);
        } catch (MalformedCertificateException e) {
            throw chain(String.valueOf(e.getMessage()));
        }
    }

    private static RefusedException chain(String detail) {
        return new RefusedException(Reason.CERTIFICATE_CHAIN, detail);
    }
}
