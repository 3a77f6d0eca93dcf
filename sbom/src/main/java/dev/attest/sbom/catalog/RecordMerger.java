package dev.attest.sbom.catalog;

import dev.attest.oci.MergedView.Located;
import dev.attest.sbom.Gap;
import dev.attest.sbom.MalformedContentException;
import dev.attest.sbom.catalog.MergedLayers.FileId;
import dev.attest.sbom.catalog.MergedRecords.Sighting;
import dev.attest.sbom.catalog.MergedRecords.Span;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Lays the records of one cataloger over each other: what the image no longer has is dropped, the rest is dated. */
final class RecordMerger {
    private final Cataloger cataloger;
    private final MergedLayers merged;
    private final RecordPlaces places;
    private final Map<FileId, LayerRecord> records;

    private record Left(Located located, LayerRecord record) {}

    RecordMerger(Cataloger cataloger, RecordPlaces places, MergedLayers merged) {
        this.cataloger = cataloger;
        this.merged = merged;
        this.places = places;
        this.records = places.of(cataloger);
    }

    /** The records that are left; their gaps go to {@code gaps}, a defect of one of them ends the scan. */
    MergedRecords merge(Assembly gaps) throws MalformedContentException {
        for (Located located : places.brought()) {
            // A link brought the file here, or made it executable.
            if (cataloger.wantsByName(MergedLayers.asFileAt(located)) && !isRead(located)) {
                String real = located.file().entry().path();
                gaps.gap(new Gap(Gap.Kind.UNREADABLE, located.path(), "comes from " + real + ", which was not read"));
            }
        }
        var left = new TreeMap<String, List<Sighting>>();
        for (Left one : left()) {
            Located located = one.located();
            LayerRecord record = one.record();
            if (record.defect().isPresent()) {
                throw new MalformedContentException(record.defect().get());
            }
            record.unread().ifPresent(unread -> gaps.gap(new Gap(unread.kind(), located.path(), unread.detail())));
            left.put(located.path(), sightings(located, record));
        }
        return new MergedRecords(left, merged.view());
    }

    /** Whether it was read where it lies in its layer, for what its name there says. */
    private boolean isRead(Located located) {
        LayerRecord record = records.get(FileId.of(located));
        return record != null
                && (!record.findings().isEmpty()
                        || cataloger.wantsByName(located.file().entry()));
    }

    private List<Left> left() {
        var left = new ArrayList<Left>();
        records.forEach((id, record) -> places.places(id).forEach(located -> left.add(new Left(located, record))));
        left.sort(Comparator.comparing(one -> one.located().path()));
        return left;
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
