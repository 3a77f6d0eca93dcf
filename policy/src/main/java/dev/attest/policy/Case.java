package dev.attest.policy;

import dev.attest.intoto.PredicateType;
import dev.attest.oci.Digest;
import dev.attest.oci.Image;
import dev.attest.oci.PlatformImage;
import dev.attest.oci.Reference;
import dev.attest.signing.Verified;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a policy judges: an image under the reference it was asked for, the platforms that are to be judged, all that was
 * found attached to them, by their digests what the verifier derived from their layers, if it did, and what was said of
 * the source. The latter is well signed, by whomever: it is about commits and counts only where a rule knows the signer.
 */
public record Case(
        Reference reference,
        Image image,
        List<PlatformImage> judged,
        List<Evidence> evidence,
        Map<Digest, Derived> derived,
        List<Verified> sources) {

    // What nobody witnessed is older than anything that somebody did. Equal times are told apart by the bundle's
    // digest, so that the same evidence gives the same verdict in any order.
    private static final Comparator<Evidence.Accepted> AGE = Comparator.comparing(
                    (Evidence.Accepted e) -> e.verified().verifiedTime().orElse(Instant.MIN))
            .thenComparing(Evidence.Accepted::bundle)
            .thenComparing(Evidence.Accepted::referrer);

    public Case {
        judged = List.copyOf(judged);
        evidence = List.copyOf(evidence);
        derived = Map.copyOf(derived);
        sources = List.copyOf(sources);
        if (judged.isEmpty()) {
            throw new IllegalArgumentException("an image without a platform to judge");
        }
        if (!image.platforms().containsAll(judged)) {
            throw new IllegalArgumentException("a platform to judge that is none of the image's");
        }
    }

    /** An image whose layers were not read, and nothing of its source. */
    public Case(Reference reference, Image image, List<PlatformImage> judged, List<Evidence> evidence) {
        this(reference, image, judged, evidence, Map.of(), List.of());
    }

    /** The same image with this evidence. */
    public Case with(List<Evidence> found) {
        return new Case(reference, image, judged, found, derived, sources);
    }

    /** The same image with what its layers gave. */
    public Case withDerived(Map<Digest, Derived> fromLayers) {
        return new Case(reference, image, judged, evidence, fromLayers, sources);
    }

    /** The same image with what was said of its source. */
    public Case withSources(List<Verified> said) {
        return new Case(reference, image, judged, evidence, derived, said);
    }

    /** What the verifier itself derived from the layers of a platform. */
    public Optional<Derived> derived(PlatformImage platform) {
        return Optional.ofNullable(derived.get(platform.manifest().digest()));
    }

    /** The digest that was asked about. */
    public Digest digest() {
        return image.root().digest();
    }

    /** The digest that was asked about, and those of all platforms that are judged. */
    public Set<Digest> subjects() {
        var subjects = new LinkedHashSet<Digest>();
        subjects.add(digest());
        judged.forEach(platform -> subjects.add(platform.manifest().digest()));
        return subjects;
    }

    /** The newest of this type for each of the subjects; a statement about several of them once. */
    public List<Evidence.Accepted> newestOfEach(PredicateType type) {
        return subjects().stream()
                .flatMap(digest -> newest(type, digest).stream())
                .distinct()
                .toList();
    }

    /**
     * Everything accepted that is of this type and about this digest, newest first. What was accepted because anybody was
     * is there to be listed and counts for nothing.
     */
    public List<Evidence.Accepted> accepted(PredicateType type, Digest subject) {
        return evidence.stream()
                .filter(Evidence.Accepted.class::isInstance)
                .map(Evidence.Accepted.class::cast)
                .filter(Evidence.Accepted::isByAcceptedSigner)
                .filter(e -> e.type().equals(Optional.of(type)))
                .filter(e -> e.isAbout(subject))
                .sorted(AGE.reversed())
                .toList();
    }

    /**
     * The same about a platform or about what was asked about, newest first: what is said of an index is said of each of
     * its platforms.
     */
    public List<Evidence.Accepted> accepted(PredicateType type, PlatformImage platform) {
        return Stream.of(digest(), platform.manifest().digest())
                .distinct()
                .flatMap(subject -> accepted(type, subject).stream())
                .distinct()
                .sorted(AGE.reversed())
                .toList();
    }

    /** Of several statements of one type about one digest the newest counts, by verified time. */
    public Optional<Evidence.Accepted> newest(PredicateType type, Digest subject) {
        return accepted(type, subject).stream().findFirst();
    }

    /** The newest legacy signature over this digest by an accepted signer: all that says so is that somebody signed. */
    public Optional<Evidence.Accepted> legacySignature(Digest subject) {
        return evidence.stream()
                .filter(Evidence.Accepted.class::isInstance)
                .map(Evidence.Accepted.class::cast)
                .filter(Evidence.Accepted::isByAcceptedSigner)
                .filter(e -> e.signs().equals(Optional.of(subject)))
                .max(AGE);
    }
}
