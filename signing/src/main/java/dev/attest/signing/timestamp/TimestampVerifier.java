package dev.attest.signing.timestamp;

import dev.attest.signing.der.MalformedDerException;
import dev.attest.signing.refusal.Reason;
import dev.attest.signing.refusal.RefusedException;
import dev.attest.signing.trust.TimestampAuthority;
import dev.attest.signing.x509.Certificate;
import dev.attest.signing.x509.CertificateAuthority;
import dev.attest.signing.x509.MalformedCertificateException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Verifies RFC 3161 timestamps against the timestamp authorities of a trusted root. */
public final class TimestampVerifier {
    private static final String EXTENDED_KEY_USAGE = "2.5.29.37";

    private final List<TimestampAuthority> authorities;

    public TimestampVerifier(List<TimestampAuthority> authorities) {
        this.authorities = List.copyOf(authorities);
    }

    /**
     * Requires that {@code response} is a timestamp of {@code data} by an authority of the trusted root.
     *
     * @return the time it asserts
     */
    public Instant verify(byte[] response, byte[] data) throws RefusedException {
        try {
            TimestampToken token = TimestampToken.parse(response);
            if (!token.isOf(data)) {
                throw refused("the timestamp is of something else");
            }
            requireTrusted(token);
            return token.time();
        } catch (MalformedDerException e) {
            throw refused("the timestamp cannot be read: " + e.getMessage());
        }
    }

    private void requireTrusted(TimestampToken token) throws RefusedException, MalformedDerException {
        RefusedException first = refused("the timestamp is of no authority that the trusted root knows");
        boolean named = false;
        for (TimestampAuthority candidate : authorities) {
            Optional<Certificate> leaf = signer(token, candidate);
            if (leaf.isPresent()) {
                try {
                    requireSigned(token, leaf.get(), candidate.authority());
                    return;
                } catch (RefusedException e) {
                    first = named ? first : e;
                    named = true;
                }
            }
        }
        throw first;
    }

    private static void requireSigned(TimestampToken token, Certificate leaf, CertificateAuthority authority)
            throws RefusedException, MalformedDerException {
        if (!token.signer().verifies(token.content(), leaf)) {
            throw refused("the timestamp's signature is wrong");
        }
        // RFC 3161 §2.3: this usage alone, and critical.
        if (!leaf.isCritical(EXTENDED_KEY_USAGE)
                || !leaf.extendedKeyUsage().equals(List.of(CertificateAuthority.TIME_STAMPING))
                || leaf.isAuthority()
                || !leaf.maySign()) {
            throw refused("the timestamp is signed by a certificate that is not for timestamps alone");
        }
        try {
            authority.validate(leaf, CertificateAuthority.TIME_STAMPING, List.of(token.time()));
        } catch (RefusedException e) {
            throw new RefusedException(
                    e.reason() == Reason.TRUST_WINDOW ? Reason.TRUST_WINDOW : Reason.TIMESTAMP,
                    "timestamp: " + e.detail());
        }
    }

    /** The authority's certificate that the token names: the root's own, else one in the token, to be validated. */
    private static Optional<Certificate> signer(TimestampToken token, TimestampAuthority authority)
            throws MalformedDerException {
        var candidates = new ArrayList<Certificate>();
        authority.leaf().ifPresent(candidates::add);
        if (candidates.isEmpty()) {
            for (byte[] encoded : token.certificates()) {
                try {
                    candidates.add(Certificate.parse(encoded));
                } catch (MalformedCertificateException e) {
                    throw new MalformedDerException("a certificate inside cannot be used");
                }
            }
        }
        for (Certificate candidate : candidates) {
            if (token.signer().names(candidate)) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }

    private static RefusedException refused(String detail) {
        return new RefusedException(Reason.TIMESTAMP, detail);
    }
}
