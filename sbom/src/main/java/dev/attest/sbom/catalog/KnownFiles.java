package dev.attest.sbom.catalog;

import java.io.IOException;
import java.util.Optional;

/**
 * Names of files by their SHA-1, from a list that the user named. It is no part of the image, so that it is asked in the
 * second phase only and nothing that is kept of layers depends on it.
 */
@FunctionalInterface
public interface KnownFiles {
    /** No list. */
    KnownFiles NONE = sha1 -> Optional.empty();

    /** What the list says of a file with this SHA-1, in lower-case hexadecimal: {@code group:artifact:version}. */
    Optional<String> coordinates(String sha1) throws IOException;
}
