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
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.List;

/** Signs with a key that lives for one run and a certificate that names whoever holds the identity token. */
public final class KeylessSigner {
    private final SigningServices services;
    private final Clock clock;
    private final SecureRandom random;

    public KeylessSigner(SigningServices services, Clock clock, SecureRandom random) {
        this.services = services;
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
        return new SigningSession(new Seal(key, certificate), witnesses(selection, client), services.executor(), clock);
    }

    private Witnesses witnesses(Selection selection, ServiceClient client) {
        List<AttestationLog> logs =
                selection.logs().stream().map(log -> log(log, client)).toList();
        List<TimestampClient> authorities = selection.timestampAuthorities().stream()
                .map(authority -> new TimestampClient(client, authority.url(), random))
                .toList();
        return new Witnesses(logs, authorities);
    }

    private AttestationLog log(Service log, ServiceClient client) {
        return new RekorV1(client, log.url(), services.maxLogBytes());
    }
}
