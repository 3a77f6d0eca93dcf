package dev.attest.sbom.facts;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Collects facts and keeps, however many an image gives rise to, no more than a document bears: {@link FactKind#listed} of one kind, and of
 * all kinds together 250 000 characters of paths and conditions. What is beyond is counted in a fact with the condition
 * {@code more}, so that it is never taken for absent. Layers are always listed.
 */
public final class FactList {
    private static final int MAX_CHARACTERS = 250_000;

    private final Map<FactKind, TreeSet<Fact>> kept = new EnumMap<>(FactKind.class);
    private final Map<FactKind, Integer> dropped = new EnumMap<>(FactKind.class);

    /** Adds one; the order of adding does not matter. */
    public void add(Fact fact) {
        TreeSet<Fact> of = kept.computeIfAbsent(fact.kind(), kind -> new TreeSet<>());
        of.add(fact);
        if (of.size() > fact.kind().listed()) {
            of.pollLast();
            dropped.merge(fact.kind(), 1, Integer::sum);
        }
    }

    /** Those that are listed, in their order, and what was counted. */
    public List<Fact> listed() {
        var listed = new ArrayList<Fact>();
        int left = MAX_CHARACTERS;
        for (var of : kept.entrySet()) {
            int more = dropped.getOrDefault(of.getKey(), 0);
            for (Fact fact : of.getValue()) {
                int length = fact.path().length() + fact.conditions().toString().length();
                // What is not there cannot be counted: it would be said to be there.
                boolean always = fact.kind() == FactKind.LAYER || !fact.present();
                if (always || length <= left) {
                    listed.add(fact);
                    left -= always ? 0 : length;
                } else {
                    more++;
                }
            }
            if (more > 0) {
                Map<String, String> count = Map.of("more", Integer.toString(more));
                listed.add(new Fact(of.getKey(), true, "", count, Optional.empty()));
            }
        }
        return listed;
    }

    /** The same, and of each kind that was looked for in vain that it is absent. */
    List<Fact> complete() {
        List<Fact> complete = new ArrayList<>(listed());
        for (FactKind kind : FactKind.values()) {
            if (kind.isAlwaysLookedFor() && !kept.containsKey(kind)) {
                complete.add(Fact.absent(kind));
            }
        }
        return complete;
    }
}
