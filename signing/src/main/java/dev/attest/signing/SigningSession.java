package dev.attest.signing;

import dev.attest.intoto.Envelope;
import dev.attest.intoto.MalformedStatementException;
import dev.attest.intoto.Statement;
import dev.attest.signing.service.SigningException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A run of signing: one key, one certificate, any number of statements while the certificate is valid. */
public final class SigningSession {
    private final Seal seal;
    private final Witnesses witnesses;
    private final BundleVerifier verifier;
    private final Clock clock;

    SigningSession(Seal seal, Witnesses witnesses, BundleVerifier verifier, Clock clock) {
        this.seal = seal;
        this.witnesses = witnesses;
        this.verifier = verifier;
        this.clock = clock;
    }

    public X509Certificate certificate() {
        return seal.certificate();
    }

    /** Who signs, in the certificate authority's words. */
    public CertificateClaims signer() {
        return seal.claims();
    }

    /**
     * Signs each statement once and returns Sigstore bundles (v0.3, JSON) in the order of the statements: all of them or
     * none, each verified as ours. Timestamp authorities and logs are asked in parallel, but only after all statements
     * have been found fit. What a log took before something failed stays logged.
     */
    public List<Verified> sign(List<byte[]> statements) throws SigningException {
        Instant expiry = seal.certificate().getNotAfter().toInstant();
        if (clock.instant().isAfter(expiry)) {
            throw SigningException.refused(
                    "the signing certificate expired at " + expiry + "; a new session is needed");
        }
        var envelopes = new ArrayList<Envelope>();
        for (byte[] statement : statements) {
            requireStatement(statement, envelopes.size());
            Envelope envelope = seal.sign(statement);
            witnesses.requireFits(envelope);
            envelopes.add(envelope);
        }
        List<Witnesses.Testimony> testimonies = witnesses.testify(envelopes, seal.certificate());
        byte[] certificate = Seal.encoded(seal.certificate());
        var verified = new ArrayList<Verified>();
        for (int i = 0; i < envelopes.size(); i++) {
            byte[] bundle = BundleWriter.write(envelopes.get(i), certificate, testimonies.get(i));
            verified.add(verified(bundle, envelopes.get(i), i));
        }
        return List.copyOf(verified);
    }

    private Verified verified(byte[] json, Envelope envelope, int index) throws SigningException {
        var ourselves =
                new AcceptedIdentity.Exact(seal.claims().issuer(), seal.claims().subject());
        try {
            Verification outcome = verifier.verify(Bundle.parse(json), Identities.of(List.of(ourselves)));
            if (outcome instanceof Verified verified && Arrays.equals(verified.payload(), envelope.payload())) {
                return verified;
            }
            throw rejected(index, outcome instanceof Rejected rejected ? rejected.detail() : "another payload");
        } catch (MalformedBundleException e) {
            throw rejected(index, String.valueOf(e.getMessage()));
        }
    }

    private static SigningException rejected(int index, String why) {
        return SigningException.world("what was signed does not verify (statement " + (index + 1) + "): " + why
                + "; does the trusted root belong to the services of the signing config?");
    }

    private static void requireStatement(byte[] statement, int index) throws SigningException {
        try {
            Statement.parse(statement);
        } catch (MalformedStatementException e) {
            throw SigningException.refused("statement " + (index + 1) + " is not one: " + e.getMessage());
        }
    }
}
