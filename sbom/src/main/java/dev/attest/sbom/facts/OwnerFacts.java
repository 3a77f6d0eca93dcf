package dev.attest.sbom.facts;

import dev.attest.oci.LayerEntry.Owner;
import dev.attest.oci.MergedView.Located;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Files whose owner or group the image itself does not know; one fact for each pair, with the first of its paths. */
final class OwnerFacts implements EntryFacts {
    /** More pairs than this are counted as one; they would be made to fill the memory. */
    private static final int MAX_PAIRS = 10_000;

    private final Scene scene;
    private final Set<Long> uids = new HashSet<>(Set.of(0L));
    private final Set<Long> gids = new HashSet<>(Set.of(0L));
    private final Map<Owner, Count> unknown = new HashMap<>();

    OwnerFacts(Scene scene, List<Account> accounts, List<Group> groups) {
        this.scene = scene;
        for (Account account : accounts) {
            uids.add(account.uid());
            gids.add(account.gid());
        }
        groups.forEach(group -> gids.add(group.gid()));
    }

    @Override
    public void see(Located located) {
        Owner owner = located.file().entry().owner();
        if (uids.contains(owner.uid()) && gids.contains(owner.gid())) {
            return;
        }
        Owner pair = unknown.size() < MAX_PAIRS || unknown.containsKey(owner) ? owner : new Owner(-1, -1);
        unknown.computeIfAbsent(pair, key -> new Count(located)).files++;
    }

    @Override
    public void finish() {
        unknown.forEach((owner, count) -> scene.add(
                FactKind.UNKNOWN_OWNER,
                count.first,
                owner.uid() < 0
                        ? Map.of("files", Integer.toString(count.files))
                        : Map.of(
                                "uid", Long.toString(owner.uid()),
                                "gid", Long.toString(owner.gid()),
                                "files", Integer.toString(count.files))));
    }

    private static final class Count {
        private final Located first;
        private int files;

        Count(Located first) {
            this.first = first;
        }
    }
}
