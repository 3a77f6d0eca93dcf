package dev.attest.sbom.ruby;

import dev.attest.sbom.catalog.SampleFolders;
import java.util.Optional;

/**
 * Where a gemspec lies: {@code home} is the gem home (GEM_HOME) it belongs to, {@code checkout} the folder of a gem that
 * bundler took from git, else empty.
 */
record GemPath(String home, String checkout, boolean isDefault) {
    private static final String ENDING = ".gemspec";
    private static final String SPECIFICATIONS = "specifications/";
    private static final String CHECKOUTS = "bundler/gems/";
    /** Bundler looks for gemspecs in what it took from git, and this many folders below. */
    private static final int MAX_FOLDERS = 2;

    static Optional<GemPath> of(String path) {
        if (!path.endsWith(ENDING)) {
            return Optional.empty();
        }
        Optional<GemPath> found = installed(path);
        return (found.isPresent() ? found : checkedOut(path)).filter(gem -> !isSample(path));
    }

    private static Optional<GemPath> installed(String path) {
        String folder = path.substring(0, path.lastIndexOf('/') + 1);
        boolean isDefault = folder.endsWith(SPECIFICATIONS + "default/");
        String ending = isDefault ? SPECIFICATIONS + "default/" : SPECIFICATIONS;
        int start = folder.length() - ending.length();
        boolean whole = folder.endsWith(ending) && (start == 0 || folder.charAt(start - 1) == '/');
        return whole ? Optional.of(new GemPath(folder.substring(0, start), "", isDefault)) : Optional.empty();
    }

    private static Optional<GemPath> checkedOut(String path) {
        int at = path.lastIndexOf("/" + CHECKOUTS);
        if (at < 0) {
            return Optional.empty();
        }
        String[] parts = path.substring(at + 1 + CHECKOUTS.length()).split("/", -1);
        if (parts.length < 2 || parts.length > 2 + MAX_FOLDERS) {
            return Optional.empty();
        }
        String home = path.substring(0, at + 1);
        return Optional.of(new GemPath(home, home + CHECKOUTS + parts[0], false));
    }

    /** The name of the file without its ending, which for an installed gem is its full name. */
    static String stem(String path) {
        return path.substring(path.lastIndexOf('/') + 1, path.length() - ENDING.length());
    }

    /** Whether this is data of another gem's tests. */
    private static boolean isSample(String path) {
        String[] parts = path.split("/");
        int from = parts.length;
        for (int i = 0; i < parts.length - 2; i++) {
            from = parts[i].equals("gems") ? i + 1 : from;
        }
        return SampleFolders.isAmong(parts, from, parts.length - 1);
    }
}
