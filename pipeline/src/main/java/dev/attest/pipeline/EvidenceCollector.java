package dev.attest.pipeline;

import dev.attest.oci.Descriptor;
import dev.attest.oci.Digest;
import dev.attest.oci.MalformedImageException;
import dev.attest.oci.MismatchException;
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
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;

/**
 * Finds what is attached to the digests of an image and judges each piece, in parallel. A piece that is malformed,
 * missing or wrong is rejected evidence; a place that cannot be asked is an {@link IOException}, never an empty list.
 */
final class EvidenceCollector {
    /** More referrers than this on one image are an attack or an accident; deciding on a part of them would be a guess. */
    static final int MAX_REFERRERS = 2_000;

    private final Repository repository;
    private final BundleVerifier verifier;
    private final ExecutorService executor;

    EvidenceCollector(Repository repository, BundleVerifier verifier, ExecutorService executor) {
        this.repository = repository;
        this.verifier = verifier;
        this.executor = executor;
    }

    /** Everything attached to any of the subjects, sorted by the digest of the attaching manifest. */
    List<Evidence> collect(Collection<Digest> subjects, Identities accepted)
            throws IOException, MalformedImageException {
        var referrers = new TreeMap<Digest, Referrer>();
        for (Digest subject : subjects) {
            for (Descriptor descriptor : repository.referrers(subject)) {
                referrers.putIfAbsent(descriptor.digest(), new Referrer(subject, descriptor));
            }
        }
        if (referrers.size() > MAX_REFERRERS) {
            throw new IOException(referrers.size() + " referrers are attached to this image, at most " + MAX_REFERRERS
                    + " are judged; remove what does not belong there");
        }
        var tasks = new ArrayList<Callable<Optional<Evidence>>>();
        for (Referrer referrer : referrers.values()) {
            tasks.add(() -> judge(referrer, subjects, accepted));
        }
        var evidence = new ArrayList<Evidence>();
        for (Optional<Evidence> judged : Parallel.all(executor, tasks)) {
            judged.ifPresent(evidence::add);
        }
        return List.copyOf(evidence);
    }

    private record Referrer(Digest subject, Descriptor manifest) {}

    private Optional<Evidence> judge(Referrer referrer, Collection<Digest> subjects, Identities accepted)
            throws IOException {
        Digest at = referrer.manifest().digest();
        try {
            Optional<AttachedBundle> attached = AttachedBundle.read(repository, referrer.manifest());
            if (attached.isEmpty()) {
                return Optional.empty();
            }
            if (!attached.get().subject().equals(referrer.subject())) {
                return rejected(
                        at, "SUBJECT", "it is attached to " + attached.get().subject());
            }
            byte[] bytes = attached.get().fetch(repository);
            return Optional.of(judge(at, attached.get().layer().digest(), bytes, subjects, accepted));
        } catch (MalformedImageException | MismatchException e) {
            return rejected(at, "MALFORMED", e.getMessage());
        } catch (NotFoundException e) {
            return rejected(at, "MISSING", e.getMessage());
        }
    }

    private Evidence judge(
            Digest referrer, Digest digest, byte[] bytes, Collection<Digest> subjects, Identities accepted) {
        Verification verification;
        try {
            verification = verifier.verify(Bundle.parse(bytes), accepted);
        } catch (MalformedBundleException e) {
            return new Evidence.Rejected(referrer, "MALFORMED", String.valueOf(e.getMessage()));
        }
        if (verification instanceof Rejected no) {
            return new Evidence.Rejected(referrer, no.reason().name(), no.detail());
        }
        Verified verified = (Verified) verification;
        boolean about = subjects.stream().anyMatch(subject -> isAbout(verified, subject));
        return about
                ? new Evidence.Accepted(referrer, digest, verified)
                : new Evidence.Rejected(referrer, "SUBJECT", "the statement is about another digest");
    }

    private static boolean isAbout(Verified verified, Digest subject) {
        return verified.statement().isAbout(Map.of(subject.algorithm().id(), subject.hex()));
    }

    private static Optional<Evidence> rejected(
            Digest referrer, String reason, @org.jspecify.annotations.Nullable String detail) {
        return Optional.of(new Evidence.Rejected(referrer, reason, String.valueOf(detail)));
    }
}
