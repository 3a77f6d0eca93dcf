package dev.attest.provenance.lockfile;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Which manifests are known, and the files that lock them, the one that counts first where several are there. */
enum Ecosystem {
    NPM("package.json", "npm-shrinkwrap.json package-lock.json yarn.lock pnpm-lock.yaml"),
    CARGO("Cargo.toml", "Cargo.lock"),
    GO("go.mod", "go.sum"),
    COMPOSER("composer.json", "composer.lock"),
    RUBY("Gemfile", "Gemfile.lock"),
    PIPENV("Pipfile", "Pipfile.lock"),
    PYTHON("pyproject.toml", "poetry.lock uv.lock pdm.lock pylock.toml requirements.txt"),
    GRADLE("build.gradle", "gradle.lockfile"),
    GRADLE_KOTLIN("build.gradle.kts", "gradle.lockfile");

    private final String manifest;
    /** Apart by spaces, because an enum holds nothing that could change. */
    private final String locks;

    Ecosystem(String manifest, String locks) {
        this.manifest = manifest;
        this.locks = locks;
    }

    String manifest() {
        return manifest;
    }

    List<String> locks() {
        return List.of(locks.split(" ", -1));
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
        return Arrays.stream(values()).filter(one -> one.locks().contains(name)).findFirst();
    }
}
