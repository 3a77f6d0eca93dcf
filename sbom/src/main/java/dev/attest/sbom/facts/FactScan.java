package dev.attest.sbom.facts;

import dev.attest.oci.Digest;
import dev.attest.oci.ImageConfig;
import dev.attest.oci.LayerEntry;
import dev.attest.sbom.layer.MergedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Makes the facts: while layers stream by it notes entries by their headers alone, and in the end asks the merged image
 * which of them are left. A tool counts wherever it lies, if it may be executed once links are followed.
 */
public final class FactScan {
    private static final int SETUID = 04000;
    private static final int SETGID = 02000;
    private static final int STICKY = 01000;
    private static final int OTHERS_WRITE = 02;
    /** More than this many of one kind are counted, not listed. */
    private static final int MAX_LISTED = 1_000;

    private final MergedImage image;
    private final ImageConfig config;
    private final Set<Fact> facts = new TreeSet<>();

    public FactScan(MergedImage image, ImageConfig config) {
        this.image = image;
        this.config = config;
    }

    /** Whether an entry may be part of a fact. */
    public static boolean notes(LayerEntry entry) {
        return switch (entry.type()) {
            case FILE, HARDLINK ->
                (entry.mode() & 0111) != 0
                        && ((entry.mode() & (SETUID | SETGID)) != 0
                                || KnownTools.of(entry.name()).isPresent());
            case SYMLINK -> KnownTools.of(entry.name()).isPresent();
            case DIRECTORY -> (entry.mode() & (OTHERS_WRITE | STICKY)) == OTHERS_WRITE;
            default -> false;
        };
    }

    /** The facts of the image, given the paths noted in any layer. */
    public ImageFacts facts(Set<String> notedPaths, List<Account> accounts) {
        for (String path : notedPaths) {
            image.find(path).ifPresent(this::add);
        }
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

    private void add(MergedImage.Found found) {
        String path = found.path();
        String name = path.substring(path.lastIndexOf('/') + 1);
        int mode = found.node().mode();
        Digest layer = config.diffIds().get(found.layer());
        if (found.node().type() == LayerEntry.Type.DIRECTORY) {
            if ((mode & (OTHERS_WRITE | STICKY)) == OTHERS_WRITE) {
                facts.add(Fact.file(FactKind.WORLD_WRITABLE_DIRECTORY, path, layer));
            }
            return;
        }
        if (found.isExecutable() && (mode & SETUID) != 0) {
            facts.add(Fact.file(FactKind.SETUID_FILE, path, layer));
        }
        if (found.isExecutable() && (mode & SETGID) != 0) {
            facts.add(Fact.file(FactKind.SETGID_FILE, path, layer));
        }
        boolean runs =
                image.resolve(path).filter(MergedImage.Found::isExecutable).isPresent();
        if (runs) {
            KnownTools.of(name).ifPresent(kind -> facts.add(Fact.file(kind, path, layer)));
        }
    }

    private Fact user(List<Account> accounts) {
        ResolvedUser user = ResolvedUser.of(ImageUser.of(config), accounts);
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
