package dev.attest.sbom.facts;

import dev.attest.oci.LayerEntry;
import dev.attest.oci.MergedView.Located;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Working copies of version control, and sources in a language together with the file that says how to build them, in the
 * same folder or one above. One fact for each such folder.
 */
final class SourceFacts implements EntryFacts {
    private static final Set<String> CONTROL = Set.of(".git", ".svn", ".hg", ".bzr");
    private static final Map<String, String> BUILD = Map.ofEntries(
            Map.entry("pom.xml", "java"),
            Map.entry("build.gradle", "java"),
            Map.entry("build.gradle.kts", "java"),
            Map.entry("build.sbt", "java"),
            Map.entry("go.mod", "go"),
            Map.entry("Cargo.toml", "rust"),
            Map.entry("CMakeLists.txt", "c"),
            Map.entry("meson.build", "c"),
            Map.entry("configure.ac", "c"),
            Map.entry("tsconfig.json", "typescript"));
    private static final Map<String, String> SOURCES = Map.ofEntries(
            Map.entry("java", "java"),
            Map.entry("kt", "java"),
            Map.entry("scala", "java"),
            Map.entry("groovy", "java"),
            Map.entry("go", "go"),
            Map.entry("rs", "rust"),
            Map.entry("c", "c"),
            Map.entry("cc", "c"),
            Map.entry("cpp", "c"),
            Map.entry("ts", "typescript"),
            Map.entry("tsx", "typescript"));

    private final Scene scene;
    /** Folder and language of each build file. */
    private final Map<String, Located> builds = new HashMap<>();
    /** Folder and language of sources, and of all folders above. */
    private final Set<String> sources = new HashSet<>();

    SourceFacts(Scene scene) {
        this.scene = scene;
    }

    @Override
    public void see(Located located) {
        String path = located.path();
        String name = Scene.name(path);
        if (located.entry().type() == LayerEntry.Type.DIRECTORY) {
            if (CONTROL.contains(name)) {
                scene.add(FactKind.SOURCE_TREE, located, Map.of("by", name.substring(1)));
            }
            return;
        }
        String build = BUILD.get(name);
        String source = SOURCES.get(name.substring(name.lastIndexOf('.') + 1));
        if ((build == null && source == null) || !located.isFile() || Dependencies.contain(path)) {
            return;
        }
        if (build != null) {
            builds.put(Scene.parent(path) + "\n" + build, located);
        } else if (source != null && !name.endsWith(".d.ts")) {
            remember(Scene.parent(path), source);
        }
    }

    @Override
    public void finish() {
        builds.forEach((folder, file) -> {
            if (sources.contains(folder)) {
                scene.add(FactKind.SOURCE_TREE, file, Map.of("by", Scene.name(file.path())));
            }
        });
    }

    private void remember(String folder, String language) {
        String above = folder;
        while (sources.add(above + "\n" + language) && !above.isEmpty()) {
            above = Scene.parent(above);
        }
    }
}
