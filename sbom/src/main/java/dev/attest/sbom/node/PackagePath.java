package dev.attest.sbom.node;

import dev.attest.sbom.catalog.SampleFolders;
import java.util.Set;

/**
 * What a package.json is by where it lies. Node finds packages only directly in a folder node_modules, or one deeper
 * below a scope; everything else in a package's folder (dist/esm/package.json, test fixtures) belongs to that package.
 */
enum PackagePath {
    /** An installed package. */
    INSTALLED,
    /** Outside of every node_modules: perhaps an application, a workspace of one, or neither. */
    ELSEWHERE,
    /** A part of a package. */
    INSIDE;

    static final String FILE = "package.json";
    static final String MODULES = "node_modules";

    // pnpm, Yarn, Bun and Deno keep packages in node_modules/.pnpm, .store, .bun, .deno; tools keep copies in these.
    private static final Set<String> CACHES = Set.of(".cache", ".bin", ".vite", ".tmp", ".staging", ".ignored");

    static PackagePath of(String path) {
        String[] parts = path.split("/");
        int from = 0;
        for (int i = 0; i < parts.length - 1; i++) {
            if (isRoot(parts, i)) {
                if (from > 0 && !mayHold(parts, from, i)) {
                    return INSIDE;
                }
                from = i + 1;
            }
        }
        if (from == 0) {
            return ELSEWHERE;
        }
        int end = parts.length - 1;
        return isName(parts, from, end) || isStored(parts, from, end) ? INSTALLED : INSIDE;
    }

    /** Debian's Node also looks into usr/share/nodejs and usr/lib/nodejs. */
    private static boolean isRoot(String[] parts, int i) {
        return parts[i].equals(MODULES)
                || (parts[i].equals("nodejs")
                        && (i == 2 || i == 3)
                        && parts[0].equals("usr")
                        && (parts[1].equals("lib") || (parts[1].equals("share") && i == 2)));
    }

    /** Whether what lies in one node_modules, {@code parts[from]} to before {@code parts[to]}, may have one of its own. */
    private static boolean mayHold(String[] parts, int from, int to) {
        if (from == to) {
            return false;
        }
        if (parts[from].startsWith(".")) {
            return !CACHES.contains(parts[from]);
        }
        int inner = from + (parts[from].startsWith("@") ? 2 : 1);
        return inner <= to && !SampleFolders.isAmong(parts, inner, to);
    }

    private static boolean isName(String[] parts, int from, int end) {
        return switch (end - from) {
            case 1 -> !parts[from].startsWith(".") && !parts[from].startsWith("@");
            case 2 -> parts[from].startsWith("@") && !parts[from + 1].startsWith(".");
            default -> false;
        };
    }

    /** node_modules/.store/NAME-npm-VERSION-HASH/package, as Yarn's pnpm linker has it. */
    private static boolean isStored(String[] parts, int from, int end) {
        return end - from == 3 && parts[from].equals(".store") && parts[end - 1].equals("package");
    }
}
