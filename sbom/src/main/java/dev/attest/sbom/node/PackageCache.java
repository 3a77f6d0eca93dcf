package dev.attest.sbom.node;

import dev.attest.sbom.Gap;
import dev.attest.sbom.catalog.Finding;
import dev.attest.sbom.catalog.LayerFile;
import dev.attest.sbom.catalog.UnreadFileException;
import dev.attest.sbom.zip.Budget;
import dev.attest.sbom.zip.MalformedZipException;
import dev.attest.sbom.zip.ZipArchive;
import dev.attest.sbom.zip.ZipEntryHeader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The archives that Yarn's Plug'n'Play runs packages from, one package in each and those bundled with it. */
final class PackageCache {
    static final String INNER = "inner";

    private static final Pattern PATH = Pattern.compile("(.*/)?\\.yarn/(berry/)?cache/[^/]+\\.zip");

    private PackageCache() {}

    static boolean isOne(String path) {
        return path.endsWith(".zip") && PATH.matcher(path).matches();
    }

    /** A finding per package, with its place in the archive. */
    static List<Finding> read(LayerFile file) throws IOException, UnreadFileException {
        var findings = new ArrayList<Finding>();
        try {
            ZipArchive zip = ZipArchive.open(file.bytes());
            var budget = new Budget(file.limits());
            for (ZipEntryHeader entry : zip.entries()) {
                if (entry.name().endsWith("/" + PackagePath.FILE)
                        && PackagePath.of(entry.name()) == PackagePath.INSTALLED) {
                    budget.takeArchive();
                    Finding read = entry.size() > PackageJson.MAX_BYTES
                            ? PackageJson.tooLarge(entry.size())
                            : PackageJson.read(zip.read(entry, budget));
                    var fields = new TreeMap<>(read.fields());
                    fields.put(INNER, entry.name());
                    findings.add(new Finding(fields));
                }
            }
        } catch (MalformedZipException e) {
            throw new UnreadFileException(Gap.Kind.UNREADABLE, String.valueOf(e.getMessage()));
        }
        return findings;
    }
}
