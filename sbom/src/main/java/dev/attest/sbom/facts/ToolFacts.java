package dev.attest.sbom.facts;

import dev.attest.oci.MergedView.Located;
import dev.attest.sbom.Component;
import dev.attest.sbom.Purl;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Tools: by their names where they may be executed, by the binary of many programs that a link leads to, by their content
 * where they were renamed, and without the right to be executed where the configuration starts them through another.
 */
final class ToolFacts implements EntryFacts {
    private static final Set<String> MULTI_CALL = Set.of("busybox", "toybox", "coreutils", "static-sh");

    private final Scene scene;
    private final Set<String> seen = new HashSet<>();

    ToolFacts(Scene scene) {
        this.scene = scene;
    }

    @Override
    public void see(Located located) {
        Optional<FactKind> kind = KnownTools.of(located.path());
        if (kind.isEmpty()) {
            return;
        }
        Optional<Located> program =
                scene.merged().view().resolve(located.path()).filter(Scene::isExecutable);
        if (program.isPresent()) {
            String real = Scene.name(program.get().file().path());
            boolean applet = MULTI_CALL.contains(real) && !real.equals(Scene.name(located.path()));
            add(kind.get(), located, applet ? Map.of("program", real) : Map.of());
        }
    }

    @Override
    public void finish() {
        var words = new ArrayList<>(scene.config().execution().entrypoint());
        words.addAll(scene.config().execution().cmd());
        for (String word : words) {
            Optional<Located> started =
                    scene.merged().view().resolve(clean(word)).filter(Located::isFile);
            started.filter(file -> !Scene.isExecutable(file)).ifPresent(file -> KnownTools.of(file.path())
                    .ifPresent(kind -> add(kind, file, Map.of("started", "by the configuration"))));
        }
    }

    /** Programs that a classifier of binaries told by their content, under whatever name. */
    void renamed(List<Component> components) {
        for (Component component : components) {
            Component.Identity identity = component.identity();
            boolean binary =
                    identity.purl().map(Purl::type).filter("generic"::equals).isPresent();
            Optional<FactKind> kind = binary ? KnownTools.of(identity.name()) : Optional.empty();
            if (kind.isPresent()) {
                for (String path : component.evidence().paths()) {
                    scene.merged()
                            .view()
                            .at(path)
                            .filter(file ->
                                    Scene.isExecutable(file) && !isLibrary(path) && !seen.contains(kind.get() + path))
                            .ifPresent(file -> add(kind.get(), file, Map.of("program", identity.name())));
                }
            }
        }
    }

    private void add(FactKind kind, Located located, Map<String, String> conditions) {
        seen.add(kind + located.path());
        scene.add(kind, located, conditions);
    }

    /** libcurl is no curl. */
    private static boolean isLibrary(String path) {
        return Scene.name(path).contains(".so");
    }

    private static String clean(String word) {
        String path = word;
        while (path.startsWith("/") || path.startsWith("./")) {
            path = path.substring(path.indexOf('/') + 1);
        }
        return path;
    }
}
