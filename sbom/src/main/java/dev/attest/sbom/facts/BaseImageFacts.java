package dev.attest.sbom.facts;

import dev.attest.oci.Digest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What layers prove of where an image comes from: another image is its base when that one's diffIDs, all of them, are the
 * lowest of its own and it has more; layers may be shared without that.
 */
public final class BaseImageFacts {
    /** The diffID of a tar with nothing in it, as Docker writes it; that two images share it says nothing. */
    private static final Digest EMPTY = Digest.sha256(new byte[1024]);

    /** Another image that was named: its manifest's digest and its diffIDs, lowest first. */
    public record Other(String name, Digest digest, List<Digest> diffIds) {
        public Other {
            diffIds = List.copyOf(diffIds);
        }
    }

    private BaseImageFacts() {}

    /** Which of the images is a base; that none is, is said too, when one was given. */
    public static List<Fact> bases(List<Digest> diffIds, List<Other> given) {
        var facts = new ArrayList<Fact>();
        for (Other other : given) {
            int layers = other.diffIds().size();
            boolean base = layers > 0
                    && layers <= diffIds.size()
                    && diffIds.subList(0, layers).equals(other.diffIds());
            if (base) {
                facts.add(new Fact(
                        FactKind.BASE_IMAGE,
                        true,
                        "",
                        Map.of(
                                "name",
                                Fact.cut(other.name()),
                                "digest",
                                other.digest().toString(),
                                "layers",
                                "" + layers),
                        Optional.of(diffIds.get(layers - 1))));
            }
        }
        return facts.isEmpty() && !given.isEmpty() ? List.of(Fact.absent(FactKind.BASE_IMAGE)) : facts;
    }

    /** Which layers the images have as well. */
    public static List<Fact> shared(List<Digest> diffIds, List<Other> given) {
        var facts = new ArrayList<Fact>();
        for (Other other : given) {
            Set<Digest> theirs = new HashSet<>(other.diffIds());
            for (int i = 0; i < diffIds.size(); i++) {
                Digest diffId = diffIds.get(i);
                if (theirs.contains(diffId) && !diffId.equals(EMPTY)) {
                    facts.add(new Fact(
                            FactKind.SHARED_LAYER,
                            true,
                            "",
                            Map.of(
                                    "name", Fact.cut(other.name()),
                                    "digest", other.digest().toString(),
                                    "index", String.format("%04d", i)),
                            Optional.of(diffId)));
                }
            }
        }
        return facts.isEmpty() && !given.isEmpty() ? List.of(Fact.absent(FactKind.SHARED_LAYER)) : facts;
    }
}
