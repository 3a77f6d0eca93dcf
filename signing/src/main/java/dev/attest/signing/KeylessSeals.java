package dev.attest.signing;

import dev.attest.signing.fulcio.FulcioClient;
import dev.attest.signing.key.EphemeralKey;
import dev.attest.signing.log.Signed;
import dev.attest.signing.oidc.IdentityToken;
import dev.attest.signing.service.SigningException;
import dev.attest.signing.x509.Certificate;
import dev.attest.signing.x509.MalformedCertificateException;
import java.security.SecureRandom;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One key and one certificate until shortly before the certificate's end, then new ones for the same identity. */
final class KeylessSeals implements Seals {
    /** Logging must be over before the certificate ends; some logs answer after the next checkpoint only. */
    private static final Duration MARGIN = Duration.ofMinutes(2);

    /** Where a token comes from, each time one is needed. */
    interface Tokens {
        IdentityToken token() throws SigningException;
    }

    private final Tokens tokens;
    private final FulcioClient authority;
    private final SecureRandom random;

    private @Nullable Seal current;
    private @Nullable AcceptedIdentity identity;
    private Instant renewal = Instant.MIN;

    KeylessSeals(Tokens tokens, FulcioClient authority, SecureRandom random) {
        this.tokens = tokens;
        this.authority = authority;
        this.random = random;
    }

    @Override
    public synchronized Seal at(Instant now) throws SigningException {
        Seal seal = current;
        if (seal == null || !now.isBefore(renewal)) {
            seal = renew(now);
            current = seal;
        }
        return seal;
    }

    private Seal renew(Instant now) throws SigningException {
        IdentityToken token = tokens.token();
        token.requireUsable(now);
        EphemeralKey key = EphemeralKey.generate(random);
        X509Certificate issued = authority.certify(token, key, now);
        try {
            Certificate certificate = Certificate.parse(issued.getEncoded());
            CertificateClaims claims = CertificateClaims.of(certificate);
            var certified = new AcceptedIdentity.Exact(claims.issuer(), claims.subject());
            if (identity != null && !identity.equals(certified)) {
                throw SigningException.refused("the identity changed while signing, from " + identity + " to "
                        + certified + "; one run is signed by one identity");
            }
            identity = certified;
            renewal = renewal(issued);
            return new Seal(key, Signed.Signer.of(certificate), certified.subject(), Identities.of(List.of(certified)));
        } catch (MalformedCertificateException | CertificateEncodingException e) {
            throw SigningException.world("the certificate authority issued " + e.getMessage());
        }
    }

    // Of a very short certificate most of the life must remain usable.
    private static Instant renewal(X509Certificate issued) {
        Instant end = issued.getNotAfter().toInstant();
        Duration life = Duration.between(issued.getNotBefore().toInstant(), end);
        Duration margin = MARGIN.compareTo(life.dividedBy(5)) < 0 ? MARGIN : life.dividedBy(5);
        return end.minus(margin);
    }
}
