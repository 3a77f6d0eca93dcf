package dev.attest.sbom.catalog;

import dev.attest.oci.MergedView.Located;
import dev.attest.sbom.Gap;
import dev.attest.sbom.MalformedContentException;
import dev.attest.sbom.catalog.MergedLayers.FileId;
import dev.attest.sbom.catalog.MergedRecords.Sighting;
import dev.attest.sbom.catalog.MergedRecords.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Lays the records of one cataloger over each other: what the image no longer has is dropped, the rest is dated. */
final class RecordMerger {
    private final Cataloger cataloger;
    private final MergedLayers merged;
    private final Map<FileId, LayerRecord> records = new HashMap<>();

    RecordMerger(Cataloger cataloger, List<LayerScan> layers, MergedLayers merged) {
        this.cataloger = cataloger;
        this.merged = merged;
        for (int layer = 0; layer < layers.size(); layer++) {
            for (LayerRecord record : layers.get(layer).records()) {
                if (record.cataloger().equals(cataloger.id())) {
                    records.put(new FileId(layer, record.ordinal()), record);
                }
            }
        }
    }

    /** The records that are left; their gaps go to {@code gaps}, a defect of one of them ends the scan. */
    MergedRecords merge(Assembly gaps) throws MalformedContentException {
        var left = new TreeMap<String, List<Sighting>>();
        for (Located located : merged.entries()) {
            if (!located.isFile()) {
                continue;
            }
            String path = located.path();
            LayerRecord record = records.get(FileId.of(located));
            if (record == null) {
                // A link brought the file here, or made it executable.
                if (cataloger.wants(MergedLayers.asFileAt(located))) {
                    String real = located.file().entry().path();
                    gaps.gap(new Gap(Gap.Kind.UNREADABLE, path, "comes from " + real + ", which was not read"));
                }
                continue;
            }
            if (record.defect().isPresent()) {
                throw new MalformedContentException(record.defect().get());
            }
            record.unread().ifPresent(unread -> gaps.gap(new Gap(unread.kind(), path, unread.detail())));
            left.put(path, sightings(located, record));
        }
        return new MergedRecords(left, merged.view());
    }

    private List<Sighting> sightings(Located located, LayerRecord record) {
        var earlier = new ArrayList<Map<String, Finding>>();
        List<FileId> history = merged.history(located);
        if (!record.findings().isEmpty()) {
            history.forEach(id -> earlier.add(findings(id)));
        }
        var sightings = new ArrayList<Sighting>();
        for (Finding finding : record.findings()) {
            int first = located.file().layer();
            int last = first;
            boolean unchanged = true;
            for (int i = 1; i < history.size(); i++) {
                Finding before = earlier.get(i).get(identity(finding));
                if (before == null) {
                    break;
                }
                first = history.get(i).layer();
                unchanged = unchanged && before.equals(finding);
                last = unchanged ? first : last;
            }
            sightings.add(new Sighting(located.path(), finding, new Span(first, last)));
        }
        return List.copyOf(sightings);
    }

    private Map<String, Finding> findings(FileId id) {
        var findings = new HashMap<String, Finding>();
        LayerRecord record = records.get(id);
        if (record != null) {
            record.findings().forEach(finding -> findings.put(identity(finding), finding));
        }
        return findings;
    }

    private static String identity(Finding finding) {
        return String.join(
                "\n", finding.text("group"), finding.text("name"), finding.text("version"), finding.text("arch"));
    }
}
