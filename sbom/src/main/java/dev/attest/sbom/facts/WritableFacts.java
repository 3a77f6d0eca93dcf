package dev.attest.sbom.facts;

import dev.attest.oci.LayerEntry;
import dev.attest.oci.MergedView.Located;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Code that the configured user may change: a process that is broken into can then stay. A file counts that is the user's
 * own (who owns a file can always write to it), or is writable for a group of the user or for all, or lies in a directory
 * where it may be replaced. root may change everything, which is one fact.
 */
final class WritableFacts implements EntryFacts {
    private static final List<String> CODE = List.of(
            ".class", ".jar", ".war", ".ear", ".js", ".mjs", ".cjs", ".node", ".py", ".pyc", ".rb", ".php", ".pl",
            ".lua", ".sh", ".so", ".dll", ".wasm");
    private static final List<String> DEFAULT_PATH =
            List.of("usr/local/sbin", "usr/local/bin", "usr/sbin", "usr/bin", "sbin", "bin");
    private static final int STICKY = 01000;

    private final Scene scene;
    private final ResolvedUser user;
    private final Set<Long> gids;
    private String parent = "";
    private Optional<String> parentBy = Optional.empty();

    WritableFacts(Scene scene, ResolvedUser user, Set<Long> gids) {
        this.scene = scene;
        this.user = user;
        this.gids = gids;
    }

    @Override
    public void see(Located located) {
        if (!user.isNonRoot() || !located.isFile() || !isCode(located)) {
            return;
        }
        Optional<String> by = by(located.file().entry());
        if (by.isEmpty()) {
            by = parentBy(Scene.parent(located.path()));
        }
        by.ifPresent(reason -> scene.add(FactKind.USER_WRITABLE_PROGRAM, located, Map.of("by", reason)));
    }

    @Override
    public void finish() {
        if (!user.isNonRoot()) {
            Map<String, String> root = Map.of("by", user.reason().isPresent() ? "unknown user" : "root");
            scene.add(FactKind.USER_WRITABLE_PROGRAM, root);
            scene.add(FactKind.USER_WRITABLE_SEARCH_PATH, root);
            return;
        }
        for (String directory : searchPath()) {
            Optional<Located> found = scene.merged().view().resolve(directory);
            found.ifPresent(located -> replaceable(located.entry())
                    .ifPresent(by -> scene.add(FactKind.USER_WRITABLE_SEARCH_PATH, located, Map.of("by", by))));
        }
    }

    private List<String> searchPath() {
        return scene.config().execution().env().stream()
                .filter(variable -> variable.startsWith("PATH="))
                .findFirst()
                .map(variable -> List.of(variable.substring("PATH=".length()).split(":")).stream()
                        .map(directory -> directory.replaceAll("^/+|/+$", ""))
                        .filter(directory -> !directory.isEmpty())
                        .toList())
                .orElse(DEFAULT_PATH);
    }

    private Optional<String> parentBy(String path) {
        if (!path.equals(parent)) {
            parent = path;
            parentBy = scene.merged()
                    .view()
                    .at(path)
                    .flatMap(directory -> replaceable(directory.entry()))
                    .map(by -> "directory of " + by);
        }
        return parentBy;
    }

    /** Who may put another file into a directory; with the sticky bit only who owns it. */
    private Optional<String> replaceable(LayerEntry directory) {
        Optional<String> by = by(directory);
        boolean sticky = (directory.mode() & STICKY) != 0;
        return by.filter(who -> directory.type() == LayerEntry.Type.DIRECTORY && (!sticky || who.equals("owner")));
    }

    private Optional<String> by(LayerEntry entry) {
        if (user.uid().isPresent() && entry.owner().uid() == user.uid().getAsLong()) {
            return Optional.of("owner");
        }
        if ((entry.mode() & 020) != 0 && gids.contains(entry.owner().gid())) {
            return Optional.of("group");
        }
        return (entry.mode() & 02) != 0 ? Optional.of("others") : Optional.empty();
    }

    private static boolean isCode(Located located) {
        String name = Scene.name(located.path()).toLowerCase(Locale.ROOT);
        return Scene.isExecutable(located)
                || name.contains(".so.")
                || CODE.stream().anyMatch(name::endsWith);
    }
}
