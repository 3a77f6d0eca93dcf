package dev.attest.signing;

import dev.attest.signing.config.Selection;
import dev.attest.signing.config.Service;
import dev.attest.signing.fulcio.EphemeralKey;
import dev.attest.signing.fulcio.FulcioClient;
import dev.attest.signing.oidc.IdentityToken;
import dev.attest.signing.rekor.AttestationLog;
import dev.attest.signing.rekor.RekorV1;
import dev.attest.signing.service.ServiceClient;
import dev.attest.signing.service.SigningException;
import dev.attest.signing.tsa.TimestampClient;
import dev.attest.signing.x509.Certificate;
import dev.attest.signing.x509.MalformedCertificateException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.List;

/** Signs with a key that lives for one run and a certificate that names whoever holds the identity token. */
public final class KeylessSigner {
    private final SigningServices services;
    private final BundleVerifier verifier;
    private final Clock clock;
    private final SecureRandom random;

    /** {@code verifier} is the one that the bundles will have to pass later; nothing that it refuses is handed out. */
    public KeylessSigner(SigningServices services, BundleVerifier verifier, Clock clock, SecureRandom random) {
        this.services = services;
        this.verifier = verifier;
        this.clock = clock;
        this.random = random;
    }

    /**
     * One key and one certificate for a whole run. Nothing is sent when the token cannot be used; it is sent to the
     * certificate authority of the signing configuration and to nobody else.
     */
    public SigningSession open(IdentityToken token) throws SigningException {
        Instant now = clock.instant();
        token.requireUsable(now);
        Selection selection = services.config().select(now);
        ServiceClient client = services.client();
        EphemeralKey key = EphemeralKey.generate(random);
        X509Certificate certificate =
                new FulcioClient(client, selection.certificateAuthority().url()).certify(token, key, now);
        Seal seal = new Seal(key, certificate, claims(certificate));
        return new SigningSession(seal, witnesses(selection, client), verifier, clock);
    }

    private static CertificateClaims claims(X509Certificate certificate) throws SigningException {
        try {
            return CertificateClaims.of(Certificate.parse(Seal.encoded(certificate)));
        } catch (MalformedCertificateException e) {
            throw SigningException.world("the certificate authority issued " + e.getMessage());
        }
    }

    private Witnesses witnesses(Selection selection, ServiceClient client) {
        List<AttestationLog> logs =
                selection.logs().stream().map(log -> log(log, client)).toList();
        List<TimestampClient> authorities = selection.timestampAuthorities().stream()
                .map(authority -> new TimestampClient(client, authority.url(), random))
                .toList();
        return new Witnesses(logs, authorities, services.executor());
    }

    private AttestationLog log(Service log, ServiceClient client) {
        return new RekorV1(client, log.url(), services.maxLogBytes());
    }
}
