package dev.attest.sbom.facts;

import dev.attest.oci.Digest;
import dev.attest.oci.ImageConfig;
import dev.attest.oci.LayerEntry;
import dev.attest.oci.MergedView.Located;
import dev.attest.sbom.catalog.MergedLayers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Makes the facts from what is left in the merged view. A tool counts wherever it lies, if it may be executed once links
 * are followed.
 */
public final class FactScan {
    private static final int SETUID = 04000;
    private static final int SETGID = 02000;
    private static final int STICKY = 01000;
    private static final int OTHERS_WRITE = 02;
    private static final int EXECUTE = 0111;
    /** More than this many of one kind are counted, not listed. */
    private static final int MAX_LISTED = 1_000;

    private final MergedLayers merged;
    private final ImageConfig config;
    private final Set<Fact> facts = new TreeSet<>();

    public FactScan(MergedLayers merged, ImageConfig config) {
        this.merged = merged;
        this.config = config;
    }

    /** The facts of the image, given the accounts of its etc/passwd, or that it cannot be read. */
    public ImageFacts facts(Optional<List<Account>> accounts) {
        merged.entries().forEach(this::add);
        facts.add(user(accounts));
        for (int i = 0; i < config.diffIds().size(); i++) {
            facts.add(new Fact(
                    FactKind.LAYER,
                    true,
                    "",
                    Map.of("index", String.format("%04d", i)),
                    Optional.of(config.diffIds().get(i))));
        }
        return new ImageFacts(complete());
    }

    private void add(Located located) {
        String path = located.path();
        int mode = located.file().entry().mode();
        Digest layer = config.diffIds().get(located.layer());
        if (located.entry().type() == LayerEntry.Type.DIRECTORY) {
            if ((mode & (OTHERS_WRITE | STICKY)) == OTHERS_WRITE) {
                facts.add(Fact.file(FactKind.WORLD_WRITABLE_DIRECTORY, path, layer));
            }
            return;
        }
        if (isExecutable(located) && (mode & SETUID) != 0) {
            facts.add(Fact.file(FactKind.SETUID_FILE, path, layer));
        }
        if (isExecutable(located) && (mode & SETGID) != 0) {
            facts.add(Fact.file(FactKind.SETGID_FILE, path, layer));
        }
        KnownTools.of(path)
                .filter(kind -> merged.view()
                        .resolve(path)
                        .filter(FactScan::isExecutable)
                        .isPresent())
                .ifPresent(kind -> facts.add(Fact.file(kind, path, layer)));
    }

    private static boolean isExecutable(Located located) {
        return located.isFile() && (located.file().entry().mode() & EXECUTE) != 0;
    }

    private Fact user(Optional<List<Account>> accounts) {
        ResolvedUser user = accounts.map(known -> ResolvedUser.of(ImageUser.of(config), known))
                .orElseGet(() -> ResolvedUser.unknown("etc/passwd cannot be read"));
        var conditions = new TreeMap<String, String>();
        conditions.put("user", config.execution().user());
        user.uid().ifPresent(uid -> conditions.put("uid", Long.toString(uid)));
        user.reason().ifPresent(reason -> conditions.put("reason", reason));
        return new Fact(FactKind.ROOT_USER, !user.isNonRoot(), "", conditions, Optional.empty());
    }

    /** Adds what is absent, and counts what is too much to list. */
    private List<Fact> complete() {
        var complete = new ArrayList<Fact>();
        for (FactKind kind : FactKind.values()) {
            List<Fact> of = facts.stream().filter(fact -> fact.kind() == kind).toList();
            complete.addAll(of.subList(0, Math.min(MAX_LISTED, of.size())));
            if (of.isEmpty()) {
                complete.add(Fact.absent(kind));
            } else if (of.size() > MAX_LISTED) {
                String more = Integer.toString(of.size() - MAX_LISTED);
                complete.add(new Fact(kind, true, "", Map.of("more", more), Optional.empty()));
            }
        }
        return complete;
    }
}
