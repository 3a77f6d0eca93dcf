package dev.attest.pipeline;

import dev.attest.intoto.PredicateType;
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
import java.util.function.Predicate;

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
    private record Piece(
            Digest referrer, Digest subject, Optional<AttachedBundle> bundle, Optional<BundleJudge.Outcome> rejected) {}

    /** A piece of evidence, and the subject that it is attached to. */
    record Found(Evidence evidence, Digest subject) {}

    /**
     * Leaves out what its annotation in the listing says to be of another type. That is the word of whoever pushed it:
     * good enough to spare a download where only this type is asked for, and never where the lack of others is judged.
     */
    static Predicate<Descriptor> ofType(PredicateType type) {
        return listed -> {
            String hint = listed.annotations().get(AttachedBundle.PREDICATE_TYPE);
            return hint == null
                    || PredicateType.of(hint)
                            .filter(hinted -> hinted.uri().equals(type.uri()))
                            .isPresent();
        };
    }

    /** Everything attached to any of the subjects, sorted by the digest of the attaching manifest. */
    List<Evidence> collect(Collection<Digest> subjects, Identities accepted)
            throws IOException, MalformedImageException {
        return find(subjects, accepted, any -> true).stream()
                .map(Found::evidence)
                .toList();
    }

    /** As {@link #collect}, of the listed ones that are wanted, each with its subject. */
    List<Found> find(Collection<Digest> subjects, Identities accepted, Predicate<Descriptor> wanted)
            throws IOException, MalformedImageException {
        var reads = new ArrayList<Callable<Optional<Piece>>>();
        for (Listed listed : list(List.copyOf(subjects))) {
            if (wanted.test(listed.manifest())) {
                reads.add(() -> read(listed));
            }
        }
        List<Piece> pieces =
                Parallel.all(executor, reads).stream().flatMap(Optional::stream).toList();
        Map<Descriptor, BundleJudge.Outcome> outcomes = judge(pieces, subjects, accepted);
        var found = new ArrayList<Found>();
        for (Piece piece : pieces) {
            BundleJudge.Outcome outcome = piece.rejected()
                    .orElseGet(() -> outcomes.get(piece.bundle().orElseThrow().layer()));
            found.add(new Found(outcome.at(piece.referrer()), piece.subject()));
        }
        return List.copyOf(found);
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
        try {
            Optional<AttachedBundle> bundle = AttachedBundle.read(repository, listed.manifest());
            if (bundle.isPresent() && !listed.subjects().contains(bundle.get().subject())) {
                return rejected(
                        listed, "SUBJECT", "it is attached to " + bundle.get().subject());
            }
            return bundle.map(
                    found -> new Piece(listed.manifest().digest(), found.subject(), bundle, Optional.empty()));
        } catch (MalformedImageException e) {
            return rejected(listed, "MALFORMED", String.valueOf(e.getMessage()));
        } catch (NotFoundException e) {
            return rejected(listed, "MISSING", String.valueOf(e.getMessage()));
        }
    }

    private static Optional<Piece> rejected(Listed listed, String reason, String detail) {
        return Optional.of(new Piece(
                listed.manifest().digest(),
                listed.subjects().iterator().next(),
                Optional.empty(),
                Optional.of(BundleJudge.rejected(reason, detail))));
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
