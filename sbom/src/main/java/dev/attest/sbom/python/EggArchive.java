package dev.attest.sbom.python;

import dev.attest.sbom.Gap;
import dev.attest.sbom.catalog.Finding;
import dev.attest.sbom.catalog.LayerFile;
import dev.attest.sbom.catalog.UnreadFileException;
import dev.attest.sbom.zip.Budget;
import dev.attest.sbom.zip.MalformedZipException;
import dev.attest.sbom.zip.ZipArchive;
import dev.attest.sbom.zip.ZipEntryHeader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.TreeMap;

/** An egg that is a ZIP: the metadata inside is that of one beside a folder. */
final class EggArchive {
    private EggArchive() {}

    static Finding read(LayerFile file) throws IOException, UnreadFileException {
        try {
            ZipArchive zip = ZipArchive.open(file.bytes());
            var budget = new Budget(file.limits());
            var fields = new TreeMap<String, String>();
            for (ZipEntryHeader entry : zip.entries()) {
                if (entry.name().equals("EGG-INFO/PKG-INFO")) {
                    fields.putAll(Metadata.read(
                                    content(zip, entry, budget), file.entry().name())
                            .fields());
                }
            }
            if (fields.isEmpty()) {
                throw new UnreadFileException(Gap.Kind.UNREADABLE, "an egg without EGG-INFO/PKG-INFO");
            }
            for (ZipEntryHeader entry : zip.entries()) {
                if (entry.name().equals("EGG-INFO/requires.txt")) {
                    String text = new String(content(zip, entry, budget), StandardCharsets.UTF_8);
                    fields.putAll(Metadata.requires(text).fields());
                }
            }
            fields.put(Metadata.INNER, "EGG-INFO/PKG-INFO");
            return new Finding(fields);
        } catch (MalformedZipException e) {
            throw new UnreadFileException(Gap.Kind.UNREADABLE, String.valueOf(e.getMessage()));
        }
    }

    private static byte[] content(ZipArchive zip, ZipEntryHeader entry, Budget budget)
            throws MalformedZipException, UnreadFileException {
        if (entry.size() > Metadata.MAX_BYTES) {
            throw new UnreadFileException(
                    Gap.Kind.LIMIT, entry.size() + " bytes of metadata, at most " + Metadata.MAX_BYTES + " are read");
        }
        return zip.read(entry, budget);
    }
}
