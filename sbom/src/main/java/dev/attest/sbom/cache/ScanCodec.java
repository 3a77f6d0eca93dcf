package dev.attest.sbom.cache;

import dev.attest.oci.LayerEntry;
import dev.attest.oci.LayerTable;
import dev.attest.sbom.Gap;
import dev.attest.sbom.catalog.Finding;
import dev.attest.sbom.catalog.LayerRecord;
import dev.attest.sbom.catalog.LayerScan;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** A layer's scan as bytes and back: every part of it, so that what comes back is equal. */
final class ScanCodec {
    // As deep as archives are nested in each other, and what they bring along.
    private static final int MAX_DEPTH = 64;

    private ScanCodec() {}

    static byte[] write(LayerScan scan) {
        var out = new ScanOutput();
        out.number(scan.entries().size());
        scan.entries().forEach(entry -> write(entry, out));
        out.number(scan.records().size());
        scan.records().forEach(record -> write(record, out));
        return out.bytes();
    }

    private static void write(LayerEntry entry, ScanOutput out) {
        out.path(entry.path());
        out.word(entry.type().name());
        out.number(entry.mode());
        out.number(entry.owner().uid());
        out.number(entry.owner().gid());
        out.number(entry.size());
        out.text(entry.linkTarget());
        out.text(entry.capability());
    }

    private static void write(LayerRecord record, ScanOutput out) {
        out.word(record.cataloger());
        out.number(record.ordinal());
        write(record.findings(), out);
        out.number(record.unread().isPresent() ? 1 : 0);
        record.unread().ifPresent(unread -> {
            out.word(unread.kind().name());
            out.text(unread.detail());
        });
        out.number(record.defect().isPresent() ? 1 : 0);
        record.defect().ifPresent(out::text);
    }

    private static void write(List<Finding> findings, ScanOutput out) {
        out.number(findings.size());
        for (Finding finding : findings) {
            out.number(finding.fields().size());
            finding.fields().forEach((name, value) -> {
                out.word(name);
                out.text(value);
            });
            write(finding.children(), out);
        }
    }

    /** Ends in an unchecked exception where the bytes are not those of a scan. */
    static LayerScan read(ByteBuffer bytes) {
        var in = new ScanInput(bytes);
        int entries = in.count();
        var read = new LayerTable.Builder();
        for (int i = 0; i < entries; i++) {
            read.add(entry(in));
        }
        int records = in.count();
        var found = new ArrayList<LayerRecord>(records);
        for (int i = 0; i < records; i++) {
            found.add(record(in, entries));
        }
        if (!in.isAtEnd()) {
            throw new IllegalArgumentException("more than a scan");
        }
        return new LayerScan(read.build(), found);
    }

    private static LayerEntry entry(ScanInput in) {
        String path = in.path();
        LayerEntry.Type type = LayerEntry.Type.valueOf(in.word());
        int mode = Math.toIntExact(in.number());
        var owner = new LayerEntry.Owner(in.number(), in.number());
        return new LayerEntry(path, type, mode, owner, in.number(), in.text(), in.text());
    }

    private static LayerRecord record(ScanInput in, int entries) {
        String cataloger = in.word();
        int ordinal = Math.toIntExact(in.number());
        if (ordinal >= entries) {
            throw new IllegalArgumentException("a record of no entry");
        }
        List<Finding> findings = findings(in, 0);
        Optional<LayerRecord.Unread> unread = in.number() == 0
                ? Optional.empty()
                : Optional.of(new LayerRecord.Unread(Gap.Kind.valueOf(in.word()), in.text()));
        Optional<String> defect = in.number() == 0 ? Optional.empty() : Optional.of(in.text());
        return new LayerRecord(cataloger, ordinal, findings, unread, defect);
    }

    private static List<Finding> findings(ScanInput in, int depth) {
        if (depth > MAX_DEPTH) {
            throw new IllegalArgumentException("findings nested too deep");
        }
        int count = in.count();
        var findings = new ArrayList<Finding>(count);
        for (int i = 0; i < count; i++) {
            var fields = new TreeMap<String, String>();
            for (int field = in.count(); field > 0; field--) {
                fields.put(in.word(), in.text());
            }
            findings.add(new Finding(fields, findings(in, depth + 1)));
        }
        return findings;
    }
}
