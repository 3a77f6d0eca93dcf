package dev.attest.sbom.java;

import dev.attest.sbom.zip.ZipEntryHeader;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** The packages of an archive's own classes, with how many classes each has; those of applications in it do not count. */
final class ClassPackages {
    private static final int MAX_PARTS = 8;
    private static final List<String> FOREIGN = List.of("META-INF/", "BOOT-INF/", "WEB-INF/");

    private final NavigableMap<String, Integer> packages = new TreeMap<>();
    private int classes;

    static ClassPackages of(List<ZipEntryHeader> entries) {
        var found = new ClassPackages();
        for (ZipEntryHeader entry : entries) {
            String name = entry.name();
            int slash = name.lastIndexOf('/');
            if (slash > 0 && name.endsWith(".class") && FOREIGN.stream().noneMatch(name::startsWith)) {
                found.classes++;
                found.packages.merge(name.substring(0, slash), 1, Integer::sum);
            }
        }
        return found;
    }

    boolean isEmpty() {
        return classes == 0;
    }

    /** Whether a class is in this package or below it. */
    boolean has(String dottedPackage) {
        return hasPath(dottedPackage.replace('.', '/'));
    }

    private boolean hasPath(String prefix) {
        if (packages.containsKey(prefix)) {
            return true;
        }
        String below = packages.ceilingKey(prefix + "/");
        return below != null && below.startsWith(prefix + "/");
    }

    /** Where the classes of this package were moved to: the package that it is now below, if it is not at its place. */
    Optional<String> relocated(String dottedPackage) {
        String inside = "/" + dottedPackage.replace('.', '/');
        if (dottedPackage.indexOf('.') < 0 || has(dottedPackage)) {
            return Optional.empty();
        }
        return packages.keySet().stream()
                .filter(name -> name.endsWith(inside) || name.contains(inside + "/"))
                .map(name -> name.substring(0, name.indexOf(inside)).replace('/', '.'))
                .findFirst();
    }

    int size() {
        return packages.size();
    }

    /** The longest package of at most eight parts that holds four fifths of the classes; empty when there is none. */
    String dominant() {
        String dominant = "";
        for (int depth = 0; depth < MAX_PARTS; depth++) {
            var counts = new TreeMap<String, Integer>();
            for (var entry : packages.tailMap(dominant, true).entrySet()) {
                String name = entry.getKey() + "/";
                if (!name.startsWith(dominant)) {
                    break;
                }
                if (name.length() > dominant.length()) {
                    int end = name.indexOf('/', dominant.length());
                    counts.merge(name.substring(0, end + 1), entry.getValue(), Integer::sum);
                }
            }
            Optional<String> longer = counts.entrySet().stream()
                    .filter(entry -> 5L * entry.getValue() >= 4L * classes)
                    .map(Map.Entry::getKey)
                    .findFirst();
            if (longer.isEmpty()) {
                break;
            }
            dominant = longer.get();
        }
        return dominant.isEmpty()
                ? ""
                : dominant.substring(0, dominant.length() - 1).replace('/', '.');
    }
}
