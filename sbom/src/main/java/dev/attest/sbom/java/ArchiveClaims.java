package dev.attest.sbom.java;

import dev.attest.sbom.catalog.Finding;
import dev.attest.sbom.catalog.UnreadFileException;
import dev.attest.sbom.embedded.EmbeddedSbom;
import dev.attest.sbom.zip.MalformedZipException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The SBOM documents that a build put into an archive, at META-INF/sbom, as findings that only claim what they say. */
final class ArchiveClaims {
    private static final String FOLDER = "META-INF/sbom/";
    private static final int MAX_DOCUMENT = 16 << 20;

    private ArchiveClaims() {}

    /** Whether an archive's member of this name is such a document. */
    static boolean isOne(String name) {
        return name.startsWith(FOLDER)
                && (name.endsWith(".cdx.json") || name.endsWith(".spdx.json") || name.equals(FOLDER + "bom.json"));
    }

    /** A finding for each document, with its claims below it. */
    static List<Finding> findings(String path, ArchiveContents contents) throws MalformedZipException {
        var findings = new ArrayList<Finding>();
        for (String name : contents.documents()) {
            String place = path + "!/" + name;
            try {
                byte[] document = contents.document(name, MAX_DOCUMENT);
                findings.add(new Finding(Map.of("path", place, "claims", name), new EmbeddedSbom(document).findings()));
            } catch (UnreadFileException e) {
                findings.add(new Finding(Map.of("path", place, "unread", String.valueOf(e.getMessage()))));
            }
        }
        return findings;
    }
}
