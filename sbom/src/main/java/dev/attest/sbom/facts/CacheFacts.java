package dev.attest.sbom.facts;

import dev.attest.oci.MergedView.Located;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Caches of package managers: one fact for each, with what it weighs. Empty folders and lock files are none. */
final class CacheFacts implements EntryFacts {
    private static final int MAX_CACHES = 10_000;
    private static final Map<String, String> FOLDERS = Map.ofEntries(
            Map.entry("var/cache/apt/archives/", "apt"),
            Map.entry("var/lib/apt/lists/", "apt"),
            Map.entry("var/cache/apk/", "apk"),
            Map.entry("etc/apk/cache/", "apk"),
            Map.entry("var/cache/dnf/", "dnf"),
            Map.entry("var/cache/libdnf5/", "dnf"),
            Map.entry("var/cache/yum/", "yum"),
            Map.entry("var/cache/zypp/", "zypper"),
            Map.entry("var/cache/pacman/pkg/", "pacman"),
            Map.entry("usr/local/share/.cache/yarn/", "yarn"),
            Map.entry("usr/local/cargo/registry/cache/", "cargo"),
            Map.entry("go/pkg/mod/cache/", "go"));
    /** In any home. */
    private static final Map<String, String> ENDINGS = Map.ofEntries(
            Map.entry("/.npm/_cacache/", "npm"),
            Map.entry("/.cache/pip/", "pip"),
            Map.entry("/.cache/uv/", "uv"),
            Map.entry("/.cache/pypoetry/", "poetry"),
            Map.entry("/.cache/yarn/", "yarn"),
            Map.entry("/.cache/go-build/", "go"),
            Map.entry("/.m2/repository/", "maven"),
            Map.entry("/.gradle/caches/", "gradle"),
            Map.entry("/.ivy2/cache/", "ivy"),
            Map.entry("/.cargo/registry/cache/", "cargo"),
            Map.entry("/.composer/cache/", "composer"),
            Map.entry("/.cache/composer/", "composer"),
            Map.entry("/.nuget/packages/", "nuget"),
            Map.entry("/.local/share/pnpm/store/", "pnpm"));

    private static final List<String> KEPT = List.of("lock", "auxfiles", ".gitkeep", ".keep");

    private final Scene scene;
    private final Map<String, Cache> caches = new TreeMap<>();

    CacheFacts(Scene scene) {
        this.scene = scene;
    }

    @Override
    public void see(Located located) {
        long size = located.file().entry().size();
        if (!located.isFile() || size == 0 || KEPT.contains(Scene.name(located.path()))) {
            return;
        }
        root(located.path()).ifPresent(root -> {
            if (caches.size() < MAX_CACHES || caches.containsKey(root.folder())) {
                caches.computeIfAbsent(root.folder(), folder -> new Cache(located, root.of()))
                        .add(size);
            }
        });
    }

    @Override
    public void finish() {
        caches.forEach((folder, cache) -> scene.facts()
                .add(Fact.file(
                        FactKind.PACKAGE_CACHE,
                        folder,
                        Map.of(
                                "of",
                                cache.of,
                                "files",
                                Long.toString(cache.files),
                                "bytes",
                                Long.toString(cache.bytes)),
                        scene.config().diffIds().get(cache.first.layer()))));
    }

    private record Root(String folder, String of) {}

    private static Optional<Root> root(String path) {
        if (!path.contains("cache") && !path.startsWith("var/lib/apt/") && !path.contains("/.")) {
            return Optional.empty();
        }
        for (var known : FOLDERS.entrySet()) {
            if (path.startsWith(known.getKey())) {
                return Optional.of(new Root(trimmed(known.getKey()), known.getValue()));
            }
        }
        for (var known : ENDINGS.entrySet()) {
            int at = path.indexOf(known.getKey());
            if (at >= 0) {
                return Optional.of(new Root(path.substring(0, at) + trimmed(known.getKey()), known.getValue()));
            }
        }
        return Optional.empty();
    }

    private static String trimmed(String folder) {
        return folder.substring(0, folder.length() - 1);
    }

    private static final class Cache {
        private final Located first;
        private final String of;
        private long files;
        private long bytes;

        Cache(Located first, String of) {
            this.first = first;
            this.of = of;
        }

        void add(long size) {
            files++;
            bytes += size;
        }
    }
}
