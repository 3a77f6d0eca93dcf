package dev.attest.signing;

import dev.attest.signing.config.Selection;
import dev.attest.signing.key.SigningKey;
import dev.attest.signing.key.VerificationKey;
import dev.attest.signing.log.Signed;
import dev.attest.signing.service.SigningException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Optional;

/** Signs with a key that somebody keeps: no token, no certificate; logs and timestamp authorities where there are some. */
public final class ManagedKeySigner {
    private final SigningKey key;
    private final BundleVerifier verifier;
    private final Clock clock;

    /** {@code verifier} is the one that the bundles will have to pass later; nothing that it refuses is handed out. */
    public ManagedKeySigner(SigningKey key, BundleVerifier verifier, Clock clock) {
        this.key = key;
        this.verifier = verifier;
        this.clock = clock;
    }

    /** A session whose signatures the logs and timestamp authorities of {@code services} witness, if there are services. */
    public SigningSession open(Optional<SigningServices> services, SecureRandom random) throws SigningException {
        VerificationKey publicKey = key.publicKey();
        String who = "the key " + publicKey.fingerprint();
        var seal = new Seal(key, Signed.Signer.of(publicKey), who, Identities.ofKey(publicKey));
        return SigningSession.open(now -> seal, witnesses(services, random), verifier, clock);
    }

    private Witnesses witnesses(Optional<SigningServices> services, SecureRandom random) throws SigningException {
        if (services.isEmpty()) {
            return Witnesses.none();
        }
        Selection.Witnesses selected = services.get().config().selectWitnesses(clock.instant());
        return Witnesses.of(selected, services.get(), random);
    }
}
