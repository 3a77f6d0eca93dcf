package dev.attest.sbom.facts;

import dev.attest.oci.MergedView.Located;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a build leaves in an image though nothing runs it: source maps, lock files and tools of development by their place. */
final class LeftoverFacts implements EntryFacts {
    private static final Map<String, String> LOCKS = Map.ofEntries(
            Map.entry("package-lock.json", "npm"),
            Map.entry("npm-shrinkwrap.json", "npm"),
            Map.entry("yarn.lock", "yarn"),
            Map.entry("pnpm-lock.yaml", "pnpm"),
            Map.entry("bun.lock", "bun"),
            Map.entry("bun.lockb", "bun"),
            Map.entry("Cargo.lock", "cargo"),
            Map.entry("go.sum", "go"),
            Map.entry("poetry.lock", "poetry"),
            Map.entry("Pipfile.lock", "pipenv"),
            Map.entry("uv.lock", "uv"),
            Map.entry("pdm.lock", "pdm"),
            Map.entry("composer.lock", "composer"),
            Map.entry("Gemfile.lock", "bundler"),
            Map.entry("mix.lock", "mix"),
            Map.entry("gradle.lockfile", "gradle"),
            Map.entry("packages.lock.json", "nuget"));

    private static final Set<String> PYTHON_TOOLS = Set.of(
            "pytest",
            "tox",
            "nox",
            "mypy",
            "pylint",
            "flake8",
            "black",
            "ruff",
            "isort",
            "coverage",
            "hypothesis",
            "ipdb",
            "pre_commit",
            "sphinx",
            "twine",
            "pytest_cov",
            "pytest_xdist",
            "pyflakes",
            "bandit");
    private static final Set<String> RUBY_TOOLS = Set.of("rspec", "rspec-core", "rubocop", "pry", "byebug");

    private final Scene scene;

    LeftoverFacts(Scene scene) {
        this.scene = scene;
    }

    @Override
    public void see(Located located) {
        String path = located.path();
        String name = Scene.name(path);
        if (name.endsWith(".map")) {
            if (located.isFile() && isScript(path.substring(0, path.length() - ".map".length()))) {
                scene.add(FactKind.SOURCE_MAP, located);
            }
        } else if (name.endsWith(".dist-info") || name.endsWith(".gemspec")) {
            tool(path, name)
                    .ifPresent(tool -> scene.add(
                            FactKind.DEVELOPMENT_DEPENDENCY, located, Map.of("package", tool, "by", "its name")));
        } else if (LOCKS.containsKey(name) && located.isFile() && !Dependencies.contain(path)) {
            scene.add(FactKind.LOCK_FILE, located, Map.of("of", LOCKS.getOrDefault(name, "")));
        }
    }

    private boolean isScript(String path) {
        boolean named = path.endsWith(".js") || path.endsWith(".mjs") || path.endsWith(".cjs") || path.endsWith(".css");
        return named
                && scene.merged().view().resolve(path).filter(Located::isFile).isPresent();
    }

    /** pytest-8.0.dist-info in site-packages; rspec-3.1.gemspec in specifications. */
    private static Optional<String> tool(String path, String name) {
        int dash = name.lastIndexOf('-', Math.max(0, name.length() - ".dist-info".length()));
        if (name.endsWith(".dist-info")) {
            dash = name.indexOf('-');
        }
        String tool = dash < 1 ? "" : name.substring(0, dash);
        boolean python = path.contains("-packages/") && PYTHON_TOOLS.contains(tool.toLowerCase(Locale.ROOT));
        boolean ruby = path.contains("specifications/") && !path.contains("/default/") && RUBY_TOOLS.contains(tool);
        return python || ruby ? Optional.of(tool) : Optional.empty();
    }
}
