package dev.attest.sbom.catalog;

import dev.attest.oci.MergedView.Located;
import dev.attest.sbom.Gap;
import dev.attest.sbom.MalformedContentException;
import dev.attest.sbom.catalog.MergedLayers.FileId;
import dev.attest.sbom.catalog.MergedRecords.Buried;
import dev.attest.sbom.catalog.MergedRecords.Sighting;
import dev.attest.sbom.catalog.MergedRecords.Span;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Lays the records of one cataloger over each other: what the image no longer has is dropped, the rest is dated. */
final class RecordMerger {
    private static final int MAX_MOVES = 1000;

    private final Cataloger cataloger;
    private final MergedLayers merged;
    private final RecordPlaces places;
    private final Map<FileId, LayerRecord> records;
    private final Map<FileId, Map<String, Finding>> known = new HashMap<>();
    private final Map<Integer, Map<String, List<FileId>>> vanished = new HashMap<>();

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
                String defect = record.defect().get();
                if (cataloger.isEssential(located.path(), merged.view())) {
                    throw new MalformedContentException(defect);
                }
                gaps.gap(new Gap(Gap.Kind.UNREADABLE, located.path(), defect));
            }
            record.unread().ifPresent(unread -> gaps.gap(new Gap(unread.kind(), located.path(), unread.detail())));
            left.put(located.path(), sightings(located, record));
        }
        return new MergedRecords(left, buried(), merged.view());
    }

    /** What is in a layer and nowhere in the image, by layer and position there. */
    private List<Buried> buried() {
        var gone = new TreeMap<FileId, LayerRecord>(
                Comparator.comparing(FileId::layer).thenComparing(FileId::ordinal));
        records.forEach((id, record) -> {
            if (places.places(id).isEmpty()) {
                gone.put(id, record);
            }
        });
        var buried = new ArrayList<Buried>();
        gone.forEach((id, record) -> record.findings()
                .forEach(finding -> buried.add(new Buried(places.pathInLayer(id), finding, id.layer()))));
        return buried;
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
        if (record.findings().isEmpty()) {
            return List.of();
        }
        List<FileId> history = merged.history(located);
        return record.findings().stream()
                .map(finding -> new Sighting(located.path(), finding, span(finding, history)))
                .toList();
    }

    /** Goes back through the files that stood here, and through those elsewhere of which this was made by a move. */
    private Span span(Finding finding, List<FileId> history) {
        String identity = identity(finding);
        int first = history.get(0).layer();
        int last = first;
        boolean unchanged = true;
        List<FileId> files = history.subList(1, history.size());
        for (int moves = 0; moves < MAX_MOVES; moves++) {
            for (FileId file : files) {
                Finding before = findings(file).get(identity);
                if (before == null) {
                    return new Span(first, last);
                }
                first = file.layer();
                unchanged = unchanged && before.equals(finding);
                last = unchanged ? first : last;
            }
            unchanged = false;
            files = movedIn(first, finding);
            if (files.isEmpty()) {
                break;
            }
        }
        return new Span(first, last);
    }

    /** The files, the newest first, that held the same until this layer took the last of them away. */
    private List<FileId> movedIn(int layer, Finding finding) {
        if (finding.text("name").isEmpty() || merged.vanishedIn(layer).isEmpty()) {
            return List.of();
        }
        return vanished.computeIfAbsent(layer, this::vanished).getOrDefault(sameness(finding), List.of());
    }

    private Map<String, List<FileId>> vanished(int layer) {
        var bySameness = new HashMap<String, List<FileId>>();
        for (List<FileId> history : merged.vanishedIn(layer)) {
            var newestFirst = new ArrayList<>(history);
            Collections.reverse(newestFirst);
            findings(newestFirst.get(0))
                    .values()
                    .forEach(finding -> bySameness.putIfAbsent(sameness(finding), newestFirst));
        }
        return bySameness;
    }

    private Map<String, Finding> findings(FileId id) {
        return known.computeIfAbsent(id, file -> {
            var findings = new HashMap<String, Finding>();
            LayerRecord record = records.get(file);
            if (record != null) {
                record.findings().forEach(finding -> findings.put(identity(finding), finding));
            }
            return findings;
        });
    }

    private static String sameness(Finding finding) {
        return identity(finding) + "\n" + finding.text("SHA-256");
    }

    private static String identity(Finding finding) {
        return String.join(
                "\n", finding.text("group"), finding.text("name"), finding.text("version"), finding.text("arch"));
    }
}
