package dev.attest.pipeline;

import dev.attest.oci.Descriptor;
import dev.attest.oci.Digest;
import dev.attest.oci.MalformedImageException;
import dev.attest.oci.NotFoundException;
import dev.attest.oci.Repository;
import dev.attest.policy.Evidence;
import dev.attest.signing.BundleVerifier;
import dev.attest.signing.Identities;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;

/**
 * Finds what is attached to the digests of an image and judges each piece, in parallel. A piece that is malformed,
 * missing or wrong is rejected evidence; a place that cannot be asked is an {@link IOException}, never an empty list. A
 * bundle that is attached several times, to an index and to its platforms, is fetched and verified once.
 */
final class EvidenceCollector {
    /** More referrers than this on one image are an attack or an accident; deciding on a part of them would be a guess. */
    static final int MAX_REFERRERS = 2_000;

    /** No more than this is fetched of all bundles of one image together. */
    static final long MAX_TOTAL_BYTES = 1L << 30;

    private final Repository repository;
    private final BundleVerifier verifier;
    private final ExecutorService executor;

    /** The executor must not be the one that {@link #collect} itself runs on. */
    EvidenceCollector(Repository repository, BundleVerifier verifier, ExecutorService executor) {
        this.repository = repository;
        this.verifier = verifier;
        this.executor = executor;
    }

    /** A referrer, and the subjects under which it was listed. */
    private record Listed(Descriptor manifest, Set<Digest> subjects) {}

    /** A referrer that attaches a bundle, or what was found wrong with it. */
    private record Piece(Digest referrer, Optional<AttachedBundle> bundle, Optional<BundleJudge.Outcome> rejected) {
        static Optional<Piece> rejected(Digest referrer, String reason, String detail) {
            return Optional.of(
                    new Piece(referrer, Optional.empty(), Optional.of(BundleJudge.rejected(reason, detail))));
        }
    }

    /** Everything attached to any of the subjects, sorted by the digest of the attaching manifest. */
    List<Evidence> collect(Collection<Digest> subjects, Identities accepted)
            throws IOException, MalformedImageException {
        var reads = new ArrayList<Callable<Optional<Piece>>>();
        for (Listed listed : list(List.copyOf(subjects))) {
            reads.add(() -> read(listed));
        }
        List<Piece> pieces =
                Parallel.all(executor, reads).stream().flatMap(Optional::stream).toList();
        Map<Descriptor, BundleJudge.Outcome> outcomes = judge(pieces, subjects, accepted);
        var evidence = new ArrayList<Evidence>();
        for (Piece piece : pieces) {
            BundleJudge.Outcome outcome = piece.rejected()
                    .orElseGet(() -> outcomes.get(piece.bundle().orElseThrow().layer()));
            evidence.add(outcome.at(piece.referrer()));
        }
        return List.copyOf(evidence);
    }

    private Collection<Listed> list(List<Digest> subjects) throws IOException, MalformedImageException {
        var listings = new ArrayList<Callable<List<Descriptor>>>();
        for (Digest subject : subjects) {
            listings.add(() -> repository.referrers(subject));
        }
        var referrers = new TreeMap<Digest, Listed>();
        int next = 0;
        for (List<Descriptor> listing : Parallel.all(executor, listings)) {
            Digest subject = subjects.get(next++);
            for (Descriptor descriptor : listing) {
                referrers
                        .computeIfAbsent(descriptor.digest(), any -> new Listed(descriptor, new TreeSet<>()))
                        .subjects()
                        .add(subject);
            }
        }
        if (referrers.size() > MAX_REFERRERS) {
            throw new IOException(referrers.size() + " referrers are attached to this image, at most " + MAX_REFERRERS
                    + " are judged; remove what does not belong there");
        }
        return referrers.values();
    }

    private Optional<Piece> read(Listed listed) throws IOException {
        Digest at = listed.manifest().digest();
        try {
            Optional<AttachedBundle> bundle = AttachedBundle.read(repository, listed.manifest());
            if (bundle.isPresent() && !listed.subjects().contains(bundle.get().subject())) {
                return Piece.rejected(
                        at, "SUBJECT", "it is attached to " + bundle.get().subject());
            }
            return bundle.map(found -> new Piece(at, bundle, Optional.empty()));
        } catch (MalformedImageException e) {
            return Piece.rejected(at, "MALFORMED", String.valueOf(e.getMessage()));
        } catch (NotFoundException e) {
            return Piece.rejected(at, "MISSING", String.valueOf(e.getMessage()));
        }
    }

    /** The outcome of every different bundle, by its descriptor. */
    private Map<Descriptor, BundleJudge.Outcome> judge(
            List<Piece> pieces, Collection<Digest> subjects, Identities accepted)
            throws IOException, MalformedImageException {
        var bundles = new LinkedHashMap<Descriptor, AttachedBundle>();
        for (Piece piece : pieces) {
            piece.bundle().ifPresent(bundle -> bundles.putIfAbsent(bundle.layer(), bundle));
        }
        long total = bundles.keySet().stream()
                .mapToLong(layer -> Math.min(layer.size(), AttachedBundle.MAX_BYTES))
                .sum();
        if (total > MAX_TOTAL_BYTES) {
            throw new IOException("the bundles attached to this image have " + total + " bytes, at most "
                    + MAX_TOTAL_BYTES + " are read; remove what does not belong there");
        }
        var judge = new BundleJudge(repository, verifier, subjects, accepted);
        var tasks = new ArrayList<Callable<BundleJudge.Outcome>>();
        bundles.values().forEach(bundle -> tasks.add(() -> judge.judge(bundle)));
        List<BundleJudge.Outcome> answers = Parallel.all(executor, tasks);
        var outcomes = new HashMap<Descriptor, BundleJudge.Outcome>();
        for (Descriptor layer : bundles.keySet()) {
            outcomes.put(layer, answers.get(outcomes.size()));
        }
        return outcomes;
    }
}
