package dev.attest.sbom.diff;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What happened to packages between two lists of them. One that is there in one version before and in one other after was
 * upgraded or downgraded; of several versions side by side each is added or removed.
 */
public record PackageDiff(
        List<ListedPackage> added,
        List<ListedPackage> removed,
        List<Change> upgraded,
        List<Change> downgraded,
        List<Change> relicensed,
        int same) {

    /** The same package before and after. */
    public record Change(ListedPackage before, ListedPackage after) {}

    public PackageDiff {
        added = List.copyOf(added);
        removed = List.copyOf(removed);
        upgraded = List.copyOf(upgraded);
        downgraded = List.copyOf(downgraded);
        relicensed = List.copyOf(relicensed);
    }

    public static PackageDiff of(Set<ListedPackage> before, Set<ListedPackage> after) {
        var builder = new Builder();
        SortedMap<String, SortedMap<String, ListedPackage>> old = byKey(before);
        SortedMap<String, SortedMap<String, ListedPackage>> now = byKey(after);
        SortedSet<String> keys = new TreeSet<>(old.keySet());
        keys.addAll(now.keySet());
        for (String key : keys) {
            builder.compare(old.getOrDefault(key, new TreeMap<>()), now.getOrDefault(key, new TreeMap<>()));
        }
        return new PackageDiff(
                builder.added, builder.removed, builder.upgraded, builder.downgraded, builder.relicensed, builder.same);
    }

    public boolean isEmpty() {
        return added.isEmpty()
                && removed.isEmpty()
                && upgraded.isEmpty()
                && downgraded.isEmpty()
                && relicensed.isEmpty();
    }

    private static SortedMap<String, SortedMap<String, ListedPackage>> byKey(Set<ListedPackage> packages) {
        var byKey = new TreeMap<String, SortedMap<String, ListedPackage>>();
        packages.forEach(
                one -> byKey.computeIfAbsent(one.key(), key -> new TreeMap<>()).put(one.version(), one));
        return byKey;
    }

    private static final class Builder {
        private final List<ListedPackage> added = new ArrayList<>();
        private final List<ListedPackage> removed = new ArrayList<>();
        private final List<Change> upgraded = new ArrayList<>();
        private final List<Change> downgraded = new ArrayList<>();
        private final List<Change> relicensed = new ArrayList<>();
        private int same;

        void compare(SortedMap<String, ListedPackage> old, SortedMap<String, ListedPackage> now) {
            var before = new ArrayList<ListedPackage>();
            for (ListedPackage one : old.values()) {
                ListedPackage kept = now.get(one.version());
                if (kept == null) {
                    before.add(one);
                } else if (kept.licence().equals(one.licence())) {
                    same++;
                } else {
                    relicensed.add(new Change(one, kept));
                }
            }
            List<ListedPackage> after = now.values().stream()
                    .filter(one -> !old.containsKey(one.version()))
                    .toList();
            if (before.size() == 1 && after.size() == 1) {
                moved(new Change(before.get(0), after.get(0)));
            } else {
                removed.addAll(before);
                added.addAll(after);
            }
        }

        private void moved(Change change) {
            boolean later = VersionOrder.compare(
                            change.before().version(), change.after().version())
                    <= 0;
            (later ? upgraded : downgraded).add(change);
            if (!change.before().licence().equals(change.after().licence())) {
                relicensed.add(change);
            }
        }
    }
}
