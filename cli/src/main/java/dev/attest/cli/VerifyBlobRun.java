package dev.attest.cli;

import dev.attest.intoto.PredicateType;
import dev.attest.intoto.predicate.NegativeStatement;
import dev.attest.signing.Bundle;
import dev.attest.signing.Identities;
import dev.attest.signing.MalformedBundleException;
import dev.attest.signing.Rejected;
import dev.attest.signing.Verification;
import dev.attest.signing.Verified;
import dev.attest.signing.refusal.Reason;
import dev.attest.signing.service.SigningException;
import java.io.IOException;
import java.util.Optional;

/** Judges one bundle about one file and says what became of it. */
final class VerifyBlobRun {
    /** No bundle is larger than this many bytes. */
    static final int MAX_BUNDLE_BYTES = 256 << 20;

    private final Wiring wiring;
    private final VerifyBlobCommand asked;
    private final Console console;

    VerifyBlobRun(Wiring wiring, VerifyBlobCommand asked) {
        this.wiring = wiring;
        this.asked = asked;
        this.console = wiring.console(asked.common);
    }

    ExitCode run() throws IOException, SigningException {
        Output output = Output.of(console, asked.common);
        Identities accepted = Trust.requiredIdentities(asked.identity, asked.trust);
        Trust trust = Trust.required(asked.trust, asked.identity, wiring);
        Optional<String> type = asked.type().map(SignBlobRun::type);
        BlobFile blob = BlobFile.readOrDigest(asked.artifact);
        byte[] json = NamedFile.read(asked.bundle, MAX_BUNDLE_BYTES, "a bundle");

        Verification outcome = affirmed(ofType(verify(json, blob, trust, accepted), type));
        var rendering = new BlobRendering(asked.artifact, blob.sha256(), trust, accepted);
        output.write(asked.format == ResultFormat.json ? rendering.json(outcome) : rendering.text(outcome));
        return exitCode(outcome);
    }

    private static Verification verify(byte[] json, BlobFile blob, Trust trust, Identities accepted) {
        try {
            return trust.verifier().verifyArtifact(Bundle.parse(json), blob.message(), accepted);
        } catch (MalformedBundleException e) {
            return new Rejected(Reason.MALFORMED, String.valueOf(e.getMessage()));
        }
    }

    private static Verification ofType(Verification outcome, Optional<String> type) {
        if (type.isEmpty() || !(outcome instanceof Verified verified)) {
            return outcome;
        }
        if (!verified.hasStatement()) {
            return new Rejected(Reason.STATEMENT, "the file itself is signed, not a statement about it");
        }
        String found = verified.statement().predicateType();
        boolean same = found.equals(type.get())
                || PredicateType.of(found)
                        .filter(known -> known.uri().equals(type.get()))
                        .isPresent();
        return same ? outcome : new Rejected(Reason.STATEMENT, "the statement is of type " + found);
    }

    /** What was signed to say no is no reason to call a file verified. */
    private static Verification affirmed(Verification outcome) {
        if (!(outcome instanceof Verified verified) || !verified.hasStatement()) {
            return outcome;
        }
        return NegativeStatement.of(verified.statement())
                .<Verification>map(denial -> new Rejected(
                        Reason.STATEMENT, verified.statement().predicateType() + " denies the file: " + denial))
                .orElse(outcome);
    }

    /** A fault of the verifier has refused nothing. */
    static ExitCode exitCode(Verification outcome) {
        if (outcome instanceof Rejected rejected) {
            return rejected.reason() == Reason.FAULT ? ExitCode.UNDECIDED : ExitCode.REFUSED;
        }
        return ExitCode.DONE;
    }
}
