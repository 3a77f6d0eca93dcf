package dev.attest.sbom.secret;

import dev.attest.sbom.catalog.SampleFolders;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Tests, examples and documentation that an installed package of a language, or of the system's shared files, brings. */
final class Samples {
    private static final Set<String> PACKAGES = Set.of("node_modules", "site-packages", "dist-packages");
    /** Names that are those of a store of packages only in the folder that is named beside them. */
    private static final Map<String, String> STORES = Map.of("mod", "pkg", "src", "registry");

    /** Below usr/share: where only packages of the operating system put libraries and documentation. */
    private static final Set<String> LIBRARIES =
            Set.of("doc", "perl", "perl5", "ruby", "php", "nodejs", "javascript", "python3", "rubygems-integration");

    private Samples() {}

    /** The package whose sample a file is by its place; a sample folder of the application itself is none. */
    static Optional<String> of(String path) {
        String[] parts = path.split("/");
        boolean library = parts.length > 3 && parts[0].equals("usr") && parts[1].equals("share");
        if (library && (LIBRARIES.contains(parts[2]) || parts[2].startsWith("go-"))) {
            return Optional.of(parts[2]);
        }
        for (int i = 0; i + 1 < parts.length; i++) {
            boolean shared = i == 1 && parts[0].equals("usr") && (parts[1].equals("share") || parts[1].equals("lib"));
            if ((shared || isStore(parts, i)) && isSample(parts, i + 1)) {
                return Optional.of(parts[i + 1]);
            }
        }
        return Optional.empty();
    }

    /** {@code pkg/mod} of Go, {@code registry/src} of Rust, {@code ruby/…/gems}, {@code gems/…/gems}, {@code bundle/gems} of Ruby. */
    private static boolean isStore(String[] parts, int i) {
        if (parts[i].equals("gems")) {
            return i > 1
                    && (parts[i - 2].equals("ruby") || parts[i - 2].equals("gems") || parts[i - 1].equals("bundle"));
        }
        return PACKAGES.contains(parts[i]) || (i > 0 && parts[i - 1].equals(STORES.getOrDefault(parts[i], "/")));
    }

    private static boolean isSample(String[] parts, int from) {
        for (int i = from; i < parts.length - 1; i++) {
            if (parts[i].equals("doc") || parts[i].equals("docs") || parts[i].equals("demos")) {
                return true;
            }
        }
        return SampleFolders.isAmong(parts, from, parts.length - 1);
    }
}
