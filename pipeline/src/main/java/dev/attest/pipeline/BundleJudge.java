package dev.attest.pipeline;

import dev.attest.oci.Digest;
import dev.attest.oci.MalformedImageException;
import dev.attest.oci.NotFoundException;
import dev.attest.oci.Repository;
import dev.attest.policy.Evidence;
import dev.attest.signing.Bundle;
import dev.attest.signing.BundleVerifier;
import dev.attest.signing.Identities;
import dev.attest.signing.MalformedBundleException;
import dev.attest.signing.Rejected;
import dev.attest.signing.Verification;
import dev.attest.signing.Verified;
import dev.attest.signing.refusal.Reason;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;

/**
 * Fetches attached bundles and judges them: verified, by an accepted identity, about one of the subjects. However many
 * threads ask, no more than one bundle of the largest size, or as many smaller ones, is held at a time.
 */
final class BundleJudge {
    private static final int UNIT = 1 << 10;

    /** What became of a bundle, wherever it is attached. */
    @FunctionalInterface
    interface Outcome {
        /** The same as evidence that this referrer attaches. */
        Evidence at(Digest referrer);
    }

    private final Repository repository;
    private final BundleVerifier verifier;
    private final List<Digest> subjects;
    private final Identities accepted;
    private final Semaphore room = new Semaphore(AttachedBundle.MAX_BYTES / UNIT + 1, true);

    BundleJudge(Repository repository, BundleVerifier verifier, Collection<Digest> subjects, Identities accepted) {
        this.repository = repository;
        this.verifier = verifier;
        this.subjects = List.copyOf(subjects);
        this.accepted = accepted;
    }

    static Outcome rejected(String reason, String detail) {
        return referrer -> new Evidence.Rejected(referrer, reason, detail);
    }

    /** Judges one bundle; it is an {@link IOException} when the repository could not be asked or the verifier failed. */
    Outcome judge(AttachedBundle attached) throws IOException {
        int units = (int) Math.min(attached.layer().size(), AttachedBundle.MAX_BYTES) / UNIT + 1;
        try {
            room.acquire(units);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while evidence was read");
        }
        try {
            return judge(attached.fetch(repository));
        } catch (MalformedImageException e) {
            return rejected("MALFORMED", String.valueOf(e.getMessage()));
        } catch (NotFoundException e) {
            return rejected("MISSING", String.valueOf(e.getMessage()));
        } finally {
            room.release(units);
        }
    }

    /** Judges bytes, wherever they come from. */
    Outcome judge(byte[] bundle) throws IOException {
        Verification verification;
        try {
            verification = verifier.verify(Bundle.parse(bundle), accepted);
        } catch (MalformedBundleException e) {
            return rejected(e.reason().name(), String.valueOf(e.getMessage()));
        }
        if (verification instanceof Verified verified) {
            // Always SHA-256, by which lists of evidence know a bundle, whatever digest the manifest calls it by.
            Digest digest = Digest.sha256(bundle);
            return subjects.stream().anyMatch(subject -> isAbout(verified, subject))
                    ? referrer -> new Evidence.Accepted(referrer, digest, verified)
                    : rejected("SUBJECT", "the statement is about another digest");
        }
        Rejected no = (Rejected) verification;
        if (no.reason() == Reason.FAULT) {
            // Neither a pass nor a refusal: without this piece, what is left might say yes where it would say no.
            throw new IOException("the evidence " + Digest.sha256(bundle) + " could not be judged: " + no.detail());
        }
        return rejected(no.reason().name(), no.detail());
    }

    private static boolean isAbout(Verified verified, Digest subject) {
        return verified.statement().isAbout(Map.of(subject.algorithm().id(), subject.hex()));
    }
}
