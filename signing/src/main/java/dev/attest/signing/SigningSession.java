package dev.attest.signing;

import dev.attest.intoto.Envelope;
import dev.attest.intoto.MalformedStatementException;
import dev.attest.intoto.Statement;
import dev.attest.signing.service.SigningException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;

/** A run of signing: one key, one certificate, any number of statements while the certificate is valid. */
public final class SigningSession {
    private final Seal seal;
    private final Witnesses witnesses;
    private final Executor executor;
    private final Clock clock;

    SigningSession(Seal seal, Witnesses witnesses, Executor executor, Clock clock) {
        this.seal = seal;
        this.witnesses = witnesses;
        this.executor = executor;
        this.clock = clock;
    }

    /** Who signs, in the certificate authority's words. */
    public X509Certificate certificate() {
        return seal.certificate();
    }

    /**
     * Signs each statement once and returns Sigstore bundles (v0.3, JSON) in the order of the statements: all of them or
     * none. Timestamp authorities and logs are asked in parallel, but only after all statements have been found fit.
     */
    public List<byte[]> sign(List<byte[]> statements) throws SigningException {
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
        List<Witnesses.Testimony> testimonies = witnesses.testify(envelopes, seal.certificate(), executor);
        var bundles = new ArrayList<byte[]>();
        for (int i = 0; i < envelopes.size(); i++) {
            bundles.add(BundleWriter.write(envelopes.get(i), seal.encodedCertificate(), testimonies.get(i)));
        }
        return List.copyOf(bundles);
    }

    private static void requireStatement(byte[] statement, int index) throws SigningException {
        try {
            Statement.parse(statement);
        } catch (MalformedStatementException e) {
            throw SigningException.refused("statement " + (index + 1) + " is not one: " + e.getMessage());
        }
    }
}
