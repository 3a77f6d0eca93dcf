package dev.attest.provenance.lockfile;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Which manifests are known, and the files that lock them, the one that counts first where several are there. */
enum Ecosystem {
    NPM("package.json", List.of("npm-shrinkwrap.json", "package-lock.json", "yarn.lock", "pnpm-lock.yaml")),
    CARGO("Cargo.toml", List.of("Cargo.lock")),
    GO("go.mod", List.of("go.sum")),
    COMPOSER("composer.json", List.of("composer.lock")),
    RUBY("Gemfile", List.of("Gemfile.lock")),
    PIPENV("Pipfile", List.of("Pipfile.lock")),
    PYTHON("pyproject.toml", List.of("poetry.lock", "uv.lock", "pdm.lock", "pylock.toml", "requirements.txt")),
    GRADLE("build.gradle", List.of("gradle.lockfile")),
    GRADLE_KOTLIN("build.gradle.kts", List.of("gradle.lockfile"));

    private final String manifest;
    private final List<String> locks;

    Ecosystem(String manifest, List<String> locks) {
        this.manifest = manifest;
        this.locks = locks;
    }

    String manifest() {
        return manifest;
    }

    List<String> locks() {
        return locks;
    }

    /** The name that annotations carry. */
    String word() {
        return switch (this) {
            case GRADLE_KOTLIN -> "gradle";
            case NPM, CARGO, GO, COMPOSER, RUBY, PIPENV, PYTHON, GRADLE -> name().toLowerCase(Locale.ROOT);
        };
    }

    static Optional<Ecosystem> ofManifest(String name) {
        return Arrays.stream(values()).filter(one -> one.manifest.equals(name)).findFirst();
    }

    static Optional<Ecosystem> ofLock(String name) {
        return Arrays.stream(values()).filter(one -> one.locks.contains(name)).findFirst();
    }
}
