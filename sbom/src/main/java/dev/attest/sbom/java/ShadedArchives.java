package dev.attest.sbom.java;

import dev.attest.sbom.catalog.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** Software whose coordinates another archive brings along, because its classes were put into that one. */
final class ShadedArchives {
    // What is compared with every package of the archive is bounded, so that it costs no product of two large numbers.
    private static final int MAX_COMPARED = 1 << 22;

    private ShadedArchives() {}

    static List<Finding> findings(String path, List<Gav> shaded, ArchiveContents contents) {
        var findings = new ArrayList<Finding>();
        for (Gav gav : shaded) {
            var fields = new TreeMap<String, String>();
            fields.put("path", path);
            fields.put("group", gav.group());
            fields.put("name", gav.artifact());
            fields.put("version", gav.version());
            fields.put("identified-by", IdentifiedBy.POM_PROPERTIES.id());
            if ((long) shaded.size() * contents.packages().size() < MAX_COMPARED) {
                contents.packages().relocated(gav.group()).ifPresent(below -> fields.put("relocated", below));
            }
            findings.add(new Finding(fields));
        }
        return findings;
    }
}
