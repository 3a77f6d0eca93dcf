package dev.attest.sbom.node;

import dev.attest.oci.LayerEntry;
import dev.attest.oci.MergedView.Located;
import dev.attest.sbom.Gap;
import dev.attest.sbom.catalog.Assembly;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The folders node_modules of an image and the symbolic links in them, by which pnpm and workspaces install. A folder is
 * its path, the image's root the empty one.
 */
final class ModuleFolders {
    private static final int MAX_LINKS = 200_000;
    private static final String BELOW = "/" + PackagePath.MODULES + "/";
    private static final String SHARED = "usr/share/nodejs";

    private final Assembly assembly;
    private final Set<String> hosts = new HashSet<>();
    private final Map<String, String> links = new HashMap<>();
    private final Set<String> linked = new HashSet<>();
    // Packages come sorted: those beside each other look in the same folders above.
    private String climbedFrom = "";
    private List<String> climbed = List.of();

    ModuleFolders(Collection<String> packageFiles, Assembly assembly) {
        this.assembly = assembly;
        packageFiles.forEach(this::addHost);
        int followed = 0;
        for (Located located : assembly.entries()) {
            if (located.entry().type() == LayerEntry.Type.SYMLINK && isModuleLink(located.path())) {
                if (++followed > MAX_LINKS) {
                    assembly.gap(new Gap(
                            Gap.Kind.LIMIT,
                            located.path(),
                            "of links to packages only " + MAX_LINKS + " are followed"));
                    break;
                }
                follow(located.path());
            }
        }
    }

    /** The folder above a path. */
    static String parent(String path) {
        return path.substring(0, Math.max(0, path.lastIndexOf('/')));
    }

    /** Whether a link in some node_modules leads to this folder. */
    boolean isLinked(String folder) {
        return linked.contains(folder);
    }

    /** Whether there is a node_modules with packages in this folder. */
    boolean isHost(String folder) {
        return hosts.contains(folder);
    }

    /** The folders, closest first, in which Node looks for what a package in {@code folder} requires. */
    List<String> searched(String folder) {
        var found = new ArrayList<String>();
        if (!folder.isEmpty()) {
            addModules(folder, found);
        }
        String above = parent(folder);
        if (!above.equals(climbedFrom) || climbed.isEmpty()) {
            climbedFrom = above;
            climbed = climb(above);
        }
        found.addAll(climbed);
        if (folder.startsWith(SHARED + "/")) {
            found.add(SHARED);
        }
        return found;
    }

    private List<String> climb(String folder) {
        var found = new ArrayList<String>();
        for (String at = folder; !at.isEmpty(); at = parent(at)) {
            addModules(at, found);
        }
        addModules("", found);
        return found;
    }

    private void addModules(String folder, List<String> found) {
        if (hosts.contains(folder)) {
            String modules = folder.isEmpty() ? PackagePath.MODULES : folder + "/" + PackagePath.MODULES;
            found.add(links.getOrDefault(modules, modules));
        }
    }

    /** The folder of the package that lies, or is linked, at this path. */
    String target(String path) {
        return links.getOrDefault(path, path);
    }

    private static boolean isModuleLink(String path) {
        if (!path.contains(PackagePath.MODULES)) {
            return false;
        }
        String folder = parent(path);
        String scope = folder.substring(folder.lastIndexOf('/') + 1);
        return isModules(path) || isModules(folder) || (scope.startsWith("@") && isModules(parent(folder)));
    }

    private static boolean isModules(String path) {
        return path.equals(PackagePath.MODULES) || path.endsWith("/" + PackagePath.MODULES);
    }

    private void follow(String path) {
        if (isModules(path)) {
            assembly.image().resolve(path).ifPresent(found -> {
                links.put(path, found.path());
                hosts.add(parent(path));
            });
            return;
        }
        assembly.image().resolve(path + "/" + PackagePath.FILE).ifPresent(found -> {
            String folder = parent(found.path());
            links.put(path, folder);
            linked.add(folder);
            addHost(path + "/");
        });
    }

    private void addHost(String path) {
        int modules = path.lastIndexOf(BELOW);
        if (modules >= 0) {
            hosts.add(path.substring(0, modules));
        } else if (path.startsWith(BELOW.substring(1))) {
            hosts.add("");
        }
    }
}
