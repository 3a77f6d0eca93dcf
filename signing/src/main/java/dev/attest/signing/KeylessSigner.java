package dev.attest.signing;

import dev.attest.signing.config.Selection;
import dev.attest.signing.fulcio.FulcioClient;
import dev.attest.signing.oidc.IdentityToken;
import dev.attest.signing.oidc.RunToken;
import dev.attest.signing.service.SigningException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicBoolean;

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
     * certificate authority of the signing configuration and to nobody else, and to none where that would publish
     * what is private. When the run outlives its certificate, the
     * same token serves for another one, as long as it is valid.
     */
    public SigningSession open(IdentityToken token) throws SigningException {
        return open(() -> token);
    }

    /** As {@link #open(IdentityToken)}, with a newly fetched token whenever the certificate has to be renewed. */
    public SigningSession open(RunToken run) throws SigningException {
        var isFirst = new AtomicBoolean(true);
        return open(() -> isFirst.getAndSet(false) ? run.token() : run.renewed());
    }

    private SigningSession open(KeylessSeals.Tokens tokens) throws SigningException {
        Selection selection = services.config().select(clock.instant());
        var authority = new FulcioClient(
                services.client(), selection.certificateAuthority().url());
        KeylessSeals.Tokens allowed = () -> {
            IdentityToken token = tokens.token();
            services.visibility().requireAllowed(token, selection);
            return token;
        };
        var seals = new KeylessSeals(allowed, authority, random);
        Witnesses witnesses = Witnesses.of(selection.witnesses(), services, random);
        return SigningSession.open(seals, witnesses, verifier, clock);
    }
}
