package dev.attest.sbom.java;

import dev.attest.sbom.zip.Budget;
import dev.attest.sbom.zip.MalformedZipException;
import dev.attest.sbom.zip.ZipArchive;
import dev.attest.sbom.zip.ZipEntryHeader;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** What one archive holds that tells what it is: coordinates, manifest, the packages of its classes, nested archives. */
final class ArchiveContents {
    private static final Set<String> EXTENSIONS =
            Set.of("jar", "war", "ear", "par", "sar", "nar", "jpi", "hpi", "kar", "rar", "lpkg", "jmod");

    private static final int MAX_PARTS = 8;
    // Signed archives name every file in their manifest.
    private static final int MAX_TEXT = 32 << 20;

    private final List<Gav> poms = new ArrayList<>();
    private final List<ZipEntryHeader> nested = new ArrayList<>();
    private final NavigableMap<String, Integer> packages = new TreeMap<>();
    private Manifest manifest = Manifest.NONE;
    private int classes;

    /** Whether a file of this name is a Java archive. */
    static boolean isOne(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
        int dot = name.lastIndexOf('.');
        return dot > 0 && EXTENSIONS.contains(name.substring(dot + 1)) && !name.endsWith(".jmod");
    }

    static ArchiveContents read(ZipArchive zip, Budget budget) throws MalformedZipException {
        var contents = new ArchiveContents();
        for (ZipEntryHeader entry : zip.entries()) {
            contents.add(zip, entry, budget);
        }
        return contents;
    }

    private void add(ZipArchive zip, ZipEntryHeader entry, Budget budget) throws MalformedZipException {
        String name = entry.name();
        if (name.equalsIgnoreCase("META-INF/MANIFEST.MF")) {
            manifest = Manifest.parse(text(zip, entry, budget));
        } else if (name.startsWith("META-INF/maven/") && name.endsWith("/pom.properties")) {
            Gav.parse(text(zip, entry, budget)).ifPresent(poms::add);
        } else if (name.endsWith(".class")) {
            addClass(name);
        } else if (isOne(name)) {
            nested.add(entry);
        }
    }

    private static byte[] text(ZipArchive zip, ZipEntryHeader entry, Budget budget) throws MalformedZipException {
        if (entry.size() > MAX_TEXT) {
            throw new MalformedZipException("more than " + MAX_TEXT + " bytes of " + entry.name());
        }
        return zip.read(entry, budget);
    }

    private void addClass(String name) {
        int slash = name.lastIndexOf('/');
        if (slash > 0
                && !name.startsWith("META-INF/")
                && !name.startsWith("BOOT-INF/")
                && !name.startsWith("WEB-INF/")) {
            classes++;
            packages.merge(name.substring(0, slash), 1, Integer::sum);
        }
    }

    List<Gav> poms() {
        return poms;
    }

    Manifest manifest() {
        return manifest;
    }

    List<ZipEntryHeader> nested() {
        return nested;
    }

    /** Whether a class is in this package or below it. */
    boolean hasPackage(String dottedPackage) {
        String prefix = dottedPackage.replace('.', '/');
        if (packages.containsKey(prefix)) {
            return true;
        }
        String below = packages.ceilingKey(prefix + "/");
        return below != null && below.startsWith(prefix + "/");
    }

    /** The longest package of at most eight parts that holds four fifths of the classes; empty when there is none. */
    String dominantPackage() {
        String dominant = "";
        for (int depth = 0; depth < MAX_PARTS; depth++) {
            var counts = new TreeMap<String, Integer>();
            for (var entry : packages.entrySet()) {
                String name = entry.getKey() + "/";
                if (name.startsWith(dominant) && name.length() > dominant.length()) {
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
