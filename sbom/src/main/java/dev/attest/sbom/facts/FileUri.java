package dev.attest.sbom.facts;

import java.net.URI;
import java.net.URISyntaxException;

/** A path inside an image as a {@code file:} URI. */
final class FileUri {
    private FileUri() {}

    static String of(String path) {
        try {
            return new URI("file", "", "/" + path, null).toASCIIString();
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("a path that no URI can hold", e);
        }
    }
}
