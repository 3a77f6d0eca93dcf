package dev.attest.sbom.node;

import dev.attest.sbom.catalog.Assembly;
import dev.attest.sbom.catalog.Finding;
import dev.attest.sbom.catalog.SampleFolders;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which package.json outside of every node_modules is an application: the one beside packages or a lock file, and else
 * the outermost one, unless an operating system's package, or one of another language, brought it along as data.
 */
final class Applications {
    private static final List<String> LOCK_FILES =
            List.of("package-lock.json", "npm-shrinkwrap.json", "yarn.lock", "pnpm-lock.yaml", "bun.lock", "bun.lockb");
    private static final Set<String> OTHERS = Set.of("site-packages", "dist-packages", "gems", "vendor", "mod", "doc");

    private final ModuleFolders folders;
    private final Assembly assembly;
    private final Set<String> described = new HashSet<>();

    Applications(Collection<String> packageFiles, ModuleFolders folders, Assembly assembly) {
        this.folders = folders;
        this.assembly = assembly;
        packageFiles.forEach(path -> described.add(ModuleFolders.parent(path)));
    }

    /** Whether the folder's package.json is to be looked at; {@code finding} is what it says. */
    boolean isOne(String folder, Finding finding) {
        boolean unread = !finding.text(PackageJson.UNREAD).isEmpty()
                || !finding.text(PackageJson.LIMIT).isEmpty();
        boolean named = !finding.text(PackageJson.NAME).isEmpty();
        if (folders.isHost(folder)) {
            return named || unread;
        }
        boolean whole = named && !finding.text(PackageJson.VERSION).isEmpty();
        boolean locked = hasLockFile(folder);
        return (whole || unread || (named && locked)) && (locked || isOutermost(folder)) && !isData(folder);
    }

    private boolean hasLockFile(String folder) {
        String prefix = folder.isEmpty() ? "" : folder + "/";
        return LOCK_FILES.stream()
                .anyMatch(name -> assembly.image().at(prefix + name).isPresent());
    }

    private boolean isOutermost(String folder) {
        for (String at = ModuleFolders.parent(folder); !at.isEmpty(); at = ModuleFolders.parent(at)) {
            if (described.contains(at)) {
                return false;
            }
        }
        return true;
    }

    private boolean isData(String folder) {
        String[] parts = folder.split("/");
        for (String part : parts) {
            if (OTHERS.contains(part)) {
                return true;
            }
        }
        String file = folder.isEmpty() ? PackagePath.FILE : folder + "/" + PackagePath.FILE;
        return SampleFolders.isAmong(parts, 0, parts.length) || assembly.isOwned(file);
    }
}
