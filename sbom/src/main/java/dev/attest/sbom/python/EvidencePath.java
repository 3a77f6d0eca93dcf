package dev.attest.sbom.python;

import dev.attest.sbom.catalog.SampleFolders;
import java.util.Locale;
import java.util.Optional;

/** The files that tell of an installed distribution, by their path. */
enum EvidencePath {
    /** dist-info/METADATA, egg-info/PKG-INFO, EGG-INFO/PKG-INFO of an egg that is a folder, or an egg-info that is a file. */
    METADATA,
    /** An egg that is a ZIP. */
    EGG,
    /** setuptools' requires.txt. */
    REQUIRES,
    /** RECORD or installed-files.txt. */
    FILES,
    DIRECT_URL;

    static Optional<EvidencePath> of(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        String above = folder(path);
        return switch (name) {
            case "METADATA" -> when(isDistInfo(above), METADATA);
            case "RECORD" -> when(isDistInfo(above), FILES);
            case "direct_url.json" -> when(isDistInfo(above), DIRECT_URL);
            case "PKG-INFO" -> when(isEggInfo(above), METADATA);
            case "requires.txt" -> when(isEggInfo(above), REQUIRES);
            case "installed-files.txt" -> when(isEggInfo(above), FILES);
            default -> name.endsWith(".egg-info") ? Optional.of(METADATA) : when(name.endsWith(".egg"), EGG);
        };
    }

    /** The dist-info, egg-info or egg that the file is or lies in: what belongs together has the same. */
    static String root(String path) {
        String folder = folder(path);
        if (folder.endsWith("/EGG-INFO")) {
            return folder(folder);
        }
        return isDistInfo(folder) || isEggInfo(folder) ? folder : path;
    }

    /** The folder above. */
    static String folder(String path) {
        return path.substring(0, Math.max(0, path.lastIndexOf('/')));
    }

    static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** Whether this is data of another distribution's, or the interpreter's own, tests. */
    static boolean isSample(String root) {
        String[] parts = root.split("/");
        int from = parts.length;
        for (int i = 0; i < parts.length - 1; i++) {
            boolean home = parts[i].equals("site-packages")
                    || parts[i].equals("dist-packages")
                    || (parts[i].startsWith("python3") && i > 0 && parts[i - 1].startsWith("lib"));
            from = home ? i + 1 : from;
        }
        return SampleFolders.isAmong(parts, from, parts.length - 1);
    }

    private static boolean isDistInfo(String folder) {
        return endsWith(folder, ".dist-info");
    }

    private static boolean isEggInfo(String folder) {
        return endsWith(folder, ".egg-info") || folder.endsWith("/EGG-INFO");
    }

    private static boolean endsWith(String folder, String ending) {
        int start = folder.length() - ending.length();
        return start > 0 && folder.substring(start).toLowerCase(Locale.ROOT).equals(ending);
    }

    private static Optional<EvidencePath> when(boolean condition, EvidencePath kind) {
        return condition ? Optional.of(kind) : Optional.empty();
    }
}
