package dev.attest.cli;

import dev.attest.signing.AcceptedIdentity;
import dev.attest.signing.Bundle;
import dev.attest.signing.BundleVerifier;
import dev.attest.signing.Identities;
import dev.attest.signing.MalformedBundleException;
import dev.attest.signing.MalformedTrustException;
import dev.attest.signing.Rejected;
import dev.attest.signing.TrustedRoot;
import dev.attest.signing.Verification;
import dev.attest.signing.refusal.Reason;
import java.io.IOException;
import java.util.List;

/** Judges one bundle for the conformance suite, for which the exit code decides. */
final class VerifyBundleRun {
    private static final int MAX_ROOT_BYTES = 4 << 20;

    private final Wiring wiring;
    private final VerifyBundleCommand asked;

    VerifyBundleRun(Wiring wiring, VerifyBundleCommand asked) {
        this.wiring = wiring;
        this.asked = asked;
    }

    ExitCode run() throws IOException {
        if (asked.staging) {
            throw new UsageException("--staging: its root is not part of this release; name it by --trusted-root");
        }
        Verification outcome = verify();
        if (outcome instanceof Rejected rejected) {
            wiring.tell("refused: " + rejected.reason() + ", " + rejected.detail());
        }
        return VerifyBlobRun.exitCode(outcome);
    }

    private Verification verify() throws IOException {
        byte[] json = NamedFile.read(asked.bundle, VerifyBlobRun.MAX_BUNDLE_BYTES, "a bundle");
        BlobFile blob = BlobFile.readOrDigest(asked.artifact);
        try {
            var verifier = new BundleVerifier(root());
            Identities accepted = accepted();
            return verifier.verifyArtifact(Bundle.parse(json), blob.message(), accepted);
        } catch (MalformedBundleException e) {
            return new Rejected(Reason.MALFORMED, String.valueOf(e.getMessage()));
        } catch (MalformedTrustException e) {
            throw new IOException("the trusted root or the key cannot be used: " + e.getMessage());
        }
    }

    private TrustedRoot root() throws IOException, MalformedTrustException {
        return asked.trustedRoot == null
                ? TrustedRoot.sigstorePublic()
                : TrustedRoot.parse(NamedFile.read(asked.trustedRoot, MAX_ROOT_BYTES, "a trusted root"));
    }

    private Identities accepted() throws IOException, MalformedTrustException {
        if (asked.who.key != null) {
            return Identities.ofKey(Trust.publicKey(asked.who.key));
        }
        VerifyBundleCommand.Certified certified = asked.who.certified;
        if (certified == null) {
            throw new UsageException("say whose signature counts: --certificate-identity, or --key");
        }
        try {
            return Identities.of(List.of(new AcceptedIdentity.Exact(certified.issuer, certified.identity)));
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }
}
