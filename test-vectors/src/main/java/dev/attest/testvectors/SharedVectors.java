package dev.attest.testvectors;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Public test data of other projects, which is not part of this one: {@code ../shared/vectors} from the project's root, or
 * where the environment variable {@code ATTEST_SHARED_VECTORS} says. Tests that need it are skipped by name without it.
 */
public final class SharedVectors {
    private SharedVectors() {}

    /** The folder of one source, such as {@code openvex}, if it is there. */
    public static Optional<Path> folder(String name) {
        String named = System.getenv("ATTEST_SHARED_VECTORS");
        Path vectors = named == null ? Path.of("..", "..", "shared", "vectors") : Path.of(named);
        return Optional.of(vectors.resolve(name)).filter(Files::isDirectory);
    }
}
