package dev.attest.pipeline;

import dev.attest.intoto.MalformedStatementException;
import dev.attest.intoto.PredicateType;
import dev.attest.intoto.ResourceDescriptor;
import dev.attest.intoto.predicate.ReferenceList;
import dev.attest.oci.Descriptor;
import dev.attest.oci.Digest;
import dev.attest.signing.Verified;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What whoever signs now has signed before of an image's evidence: each bundle verified, and where it is listed. Bundles
 * that were kept, or that a signed list names, belong at every manifest that they are about.
 */
final class OwnEvidence {
    private final List<Descriptor> manifests;
    private final Map<Digest, Verified> bundles = new TreeMap<>();
    private final Map<Digest, Verified> statements = new TreeMap<>();
    private final Set<Place> listed = new HashSet<>();
    private final Set<Digest> kept = new TreeSet<>();

    /** The manifests are all that evidence of the image is attached to. */
    OwnEvidence(List<Descriptor> manifests) {
        this.manifests = manifests;
    }

    private record Place(Digest subject, Digest bundle) {}

    void listed(Digest subject, Digest bundle, Verified verified) {
        listed.add(new Place(subject, bundle));
        add(bundle, verified);
    }

    /** A bundle from elsewhere that is to be listed. */
    void kept(Digest bundle, Verified verified) {
        kept.add(bundle);
        add(bundle, verified);
    }

    private void add(Digest bundle, Verified verified) {
        bundles.put(bundle, verified);
        // Of two bundles over the same statement always the same one is kept, so that a later run adds nothing.
        statements.merge(
                Digest.sha256(verified.payload()), verified, (a, b) -> digest(a).compareTo(digest(b)) <= 0 ? a : b);
    }

    boolean has(Digest bundle) {
        return bundles.containsKey(bundle);
    }

    /** The bundle over exactly this statement. */
    Optional<Verified> of(Draft draft) {
        return Optional.ofNullable(statements.get(draft.payloadDigest()));
    }

    /** The bundles that the signed lists name. */
    Set<Digest> named() {
        var named = new TreeSet<Digest>();
        for (Verified verified : bundles.values()) {
            if (PredicateType.of(verified.statement())
                    .filter(PredicateType.REFERENCE::equals)
                    .isPresent()) {
                named.addAll(named(verified));
            }
        }
        return named;
    }

    /** The manifests that a bundle is about and that do not list it. */
    List<Descriptor> withoutIt(Verified verified) {
        Digest bundle = digest(verified);
        return manifests.stream()
                .filter(manifest -> isAbout(verified, manifest.digest()))
                .filter(manifest -> !listed.contains(new Place(manifest.digest(), bundle)))
                .toList();
    }

    /** The bundles that belong there and are not listed at each manifest that they are about. */
    List<Verified> lost() {
        Set<Digest> expected = named();
        expected.addAll(kept);
        return expected.stream()
                .flatMap(digest -> Optional.ofNullable(bundles.get(digest)).stream())
                .filter(verified -> !withoutIt(verified).isEmpty())
                .toList();
    }

    static Digest digest(Verified verified) {
        return Digest.sha256(verified.bundle().bytes());
    }

    private static boolean isAbout(Verified verified, Digest subject) {
        return verified.statement().isAbout(Map.of(subject.algorithm().id(), subject.hex()));
    }

    private static Set<Digest> named(Verified list) {
        var named = new TreeSet<Digest>();
        try {
            for (ResourceDescriptor reference :
                    ReferenceList.read(list.statement().predicate()).references()) {
                boolean isBundle = reference
                        .mediaType()
                        .filter(type -> type.startsWith(AttachedBundle.MEDIA_TYPE_PREFIX))
                        .isPresent();
                String sha256 = reference.digest().getOrDefault("sha256", "");
                if (isBundle && sha256.matches("[0-9a-f]{64}")) {
                    named.add(new Digest(Digest.Algorithm.SHA256, sha256));
                }
            }
        } catch (MalformedStatementException e) {
            // A list of another kind than ours; the gate judges it, nothing is to be found by it.
            return Set.of();
        }
        return named;
    }
}
