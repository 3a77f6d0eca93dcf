package dev.attest.signing;

import dev.attest.intoto.MalformedStatementException;
import dev.attest.intoto.Statement;
import dev.attest.signing.key.Message;
import dev.attest.signing.log.Signed;
import dev.attest.signing.refusal.RefusedException;
import dev.attest.signing.service.SigningException;
import dev.attest.signing.x509.Certificate;
import dev.attest.signing.x509.MalformedCertificateException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A run of signing by one identity: one key and one certificate, renewed when the run outlives them. */
public final class SigningSession {
    private final Seals seals;
    private final Witnesses witnesses;
    private final BundleVerifier verifier;
    private final Clock clock;
    private final Seal first;

    private SigningSession(Seals seals, Witnesses witnesses, BundleVerifier verifier, Clock clock, Seal first) {
        this.seals = seals;
        this.witnesses = witnesses;
        this.verifier = verifier;
        this.clock = clock;
        this.first = first;
    }

    static SigningSession open(Seals seals, Witnesses witnesses, BundleVerifier verifier, Clock clock)
            throws SigningException {
        return new SigningSession(seals, witnesses, verifier, clock, seal(seals, verifier, clock.instant()));
    }

    /** The identity that a verifier has to accept, which is that of earlier runs by the same signer too. */
    public Identities ourselves() {
        return first.ourselves();
    }

    /** Who signs, for people. */
    public String who() {
        return first.who();
    }

    /**
     * Signs each statement once and returns Sigstore bundles (v0.3, JSON) in the order of the statements: all of them or
     * none, each verified as ours. Timestamp authorities and logs are asked in parallel, but only after all statements
     * have been found fit. What a log took before something failed stays logged.
     */
    public List<Verified> sign(List<byte[]> statements) throws SigningException {
        for (int i = 0; i < statements.size(); i++) {
            requireStatement(statements.get(i), i);
        }
        if (statements.isEmpty()) {
            return List.of();
        }
        Seal seal = seal(seals, verifier, clock.instant());
        var sealed = new ArrayList<Signed>();
        for (byte[] statement : statements) {
            sealed.add(fitting(seal.statement(statement)));
        }
        List<byte[]> bundles = witnessed(seal, sealed);
        var verified = new ArrayList<Verified>();
        for (int i = 0; i < bundles.size(); i++) {
            Bundle bundle = parsed(bundles.get(i));
            Verified one = accepted(verifier.verify(bundle, seal.ourselves()), "statement " + (i + 1));
            if (!Arrays.equals(one.payload(), statements.get(i))) {
                throw rejected("statement " + (i + 1), "another payload");
            }
            verified.add(one);
        }
        return List.copyOf(verified);
    }

    /** Signs an artifact, of which the bundle holds only the digest; verified as ours before it is returned. */
    public Verified signArtifact(Message artifact) throws SigningException {
        Seal seal = seal(seals, verifier, clock.instant());
        Signed signed = fitting(seal.artifact(artifact));
        Bundle bundle = parsed(witnessed(seal, List.of(signed)).get(0));
        return accepted(verifier.verifyArtifact(bundle, artifact, seal.ourselves()), "the artifact");
    }

    /** What logs take stays there for good, so that a certificate nobody would accept is not shown to them. */
    private static Seal seal(Seals seals, BundleVerifier verifier, Instant now) throws SigningException {
        Seal seal = seals.at(now);
        if (seal.signer().isCertificate()) {
            try {
                verifier.requireIssued(Certificate.parse(seal.signer().encoded()), now);
            } catch (RefusedException | MalformedCertificateException e) {
                throw SigningException.world("the certificate does not verify, and nothing was signed: "
                        + e.getMessage() + "; does the trusted root belong to the services of the signing config?");
            }
        }
        return seal;
    }

    private Signed fitting(Signed signed) throws SigningException {
        witnesses.requireFits(signed);
        return signed;
    }

    private List<byte[]> witnessed(Seal seal, List<Signed> sealed) throws SigningException {
        List<Witnesses.Testimony> testimonies = witnesses.testify(sealed);
        var bundles = new ArrayList<byte[]>();
        for (int i = 0; i < sealed.size(); i++) {
            bundles.add(BundleWriter.write(seal, sealed.get(i), testimonies.get(i)));
        }
        return bundles;
    }

    private static Bundle parsed(byte[] json) throws SigningException {
        try {
            return Bundle.parse(json);
        } catch (MalformedBundleException e) {
            throw rejected("the bundle", String.valueOf(e.getMessage()));
        }
    }

    private static Verified accepted(Verification outcome, String what) throws SigningException {
        if (outcome instanceof Verified verified) {
            return verified;
        }
        throw rejected(what, ((Rejected) outcome).detail());
    }

    private static SigningException rejected(String what, String why) {
        return SigningException.world("what was signed does not verify (" + what + "): " + why
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
