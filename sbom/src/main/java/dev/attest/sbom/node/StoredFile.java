package dev.attest.sbom.node;

import dev.attest.sbom.catalog.Finding;
import dev.attest.sbom.catalog.LayerFile;
import dev.attest.sbom.catalog.UnreadFileException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A file of pnpm's store, {@code v3/files/00/<the rest of a SHA-512>}. Installed packages are hard links to such files,
 * and a tar gives the bytes at whichever place comes first.
 */
final class StoredFile {
    private static final int NAME_LENGTH = 126;
    private static final String FOLDER = "/files/";

    private StoredFile() {}

    static boolean isOne(String path) {
        int name = path.length() - NAME_LENGTH;
        int folder = name - 3 - FOLDER.length();
        if (folder < 0 || path.charAt(name - 1) != '/' || !path.startsWith(FOLDER, folder)) {
            return false;
        }
        for (int i = name; i < path.length(); i++) {
            if (Character.digit(path.charAt(i), 16) < 0) {
                return false;
            }
        }
        return true;
    }

    /** What it says if it is a package.json, which only its content tells. */
    static List<Finding> read(LayerFile file) throws IOException, UnreadFileException {
        String head = new String(file.head(), StandardCharsets.ISO_8859_1).stripLeading();
        if (!head.startsWith("{") || !head.contains("\"name\"") || file.entry().size() > PackageJson.MAX_BYTES) {
            return List.of();
        }
        return List.of(PackageJson.read(file.bytes()));
    }
}
