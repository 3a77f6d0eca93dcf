package dev.attest.sbom.catalog;

import dev.attest.oci.LayerEntry;
import dev.attest.sbom.Gap;
import dev.attest.sbom.MalformedContentException;
import dev.attest.sbom.catalog.MergedRecords.Sighting;
import dev.attest.sbom.catalog.MergedRecords.Span;
import dev.attest.sbom.layer.LayerIndex;
import dev.attest.sbom.layer.MergedImage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** Lays the records of one cataloger over each other: what the image no longer has is dropped, the rest is dated. */
final class RecordMerger {
    private final Cataloger cataloger;
    private final List<LayerScan> layers;
    private final MergedImage image;
    private final List<Map<String, LayerRecord>> byLayer = new ArrayList<>();

    RecordMerger(Cataloger cataloger, List<LayerScan> layers, MergedImage image) {
        this.cataloger = cataloger;
        this.layers = layers;
        this.image = image;
        for (LayerScan layer : layers) {
            var records = new HashMap<String, LayerRecord>();
            for (LayerRecord record : layer.records()) {
                if (record.cataloger().equals(cataloger.id())) {
                    records.put(record.path(), record);
                }
            }
            byLayer.add(records);
            addLinks(layer);
        }
    }

    /** The records that are left; their gaps go to {@code gaps}, a defect of one of them ends the scan. */
    MergedRecords merge(Assembly gaps) throws MalformedContentException {
        NavigableMap<String, List<Sighting>> merged = new TreeMap<>();
        for (int layer = byLayer.size() - 1; layer >= 0; layer--) {
            for (LayerRecord record : byLayer.get(layer).values()) {
                if (isLeft(record, layer)) {
                    record.gap().ifPresent(gaps::gap);
                    merged.put(record.path(), sightings(record, layer));
                }
            }
        }
        for (String path : merged.keySet()) {
            int layer = image.find(path).map(MergedImage.Found::layer).orElseThrow();
            Optional<String> defect =
                    Optional.ofNullable(byLayer.get(layer).get(path)).flatMap(LayerRecord::defect);
            if (defect.isPresent()) {
                throw new MalformedContentException(defect.get());
            }
        }
        return new MergedRecords(merged, image);
    }

    private boolean isLeft(LayerRecord record, int layer) {
        return image.find(record.path())
                .filter(found -> found.layer() == layer && found.isFile())
                .isPresent();
    }

    private List<Sighting> sightings(LayerRecord top, int topLayer) {
        List<Integer> history = history(top.path(), topLayer);
        var earlier = new ArrayList<Map<String, Finding>>();
        for (int layer : history) {
            var findings = new HashMap<String, Finding>();
            record(layer, top.path()).findings().forEach(finding -> findings.put(identity(finding), finding));
            earlier.add(findings);
        }
        var sightings = new ArrayList<Sighting>();
        for (Finding finding : top.findings()) {
            int first = topLayer;
            int last = topLayer;
            boolean unchanged = true;
            for (int i = 0; i < history.size(); i++) {
                Finding before = earlier.get(i).get(identity(finding));
                if (before == null) {
                    break;
                }
                first = history.get(i);
                unchanged = unchanged && before.equals(finding);
                last = unchanged ? first : last;
            }
            sightings.add(new Sighting(top.path(), finding, new Span(first, last)));
        }
        return List.copyOf(sightings);
    }

    /** The layers below {@code topLayer} that had the file without interruption up to it, from the highest. */
    private List<Integer> history(String path, int topLayer) {
        var history = new ArrayList<Integer>();
        for (int layer = topLayer - 1; layer >= 0; layer--) {
            boolean aboveHasIt = layers.get(layer + 1).index().find(path).isPresent();
            if (!aboveHasIt && image.hidesBelow(layer + 1, path)) {
                break;
            }
            if (byLayer.get(layer).containsKey(path)) {
                history.add(layer);
            } else if (layers.get(layer).index().find(path).isPresent()) {
                break;
            }
        }
        return history;
    }

    private LayerRecord record(int layer, String path) {
        LayerRecord record = byLayer.get(layer).get(path);
        if (record == null) {
            throw new IllegalStateException("a layer without the record that was asked for");
        }
        return record;
    }

    private void addLinks(LayerScan layer) {
        int top = byLayer.size() - 1;
        for (LayerScan.Link link : layer.links()) {
            String path = link.entry().path();
            boolean still = layer.index()
                    .find(path)
                    .filter(node -> node.type() == LayerEntry.Type.HARDLINK)
                    .isPresent();
            if (still && link.cataloger().equals(cataloger.id())) {
                linked(link.entry(), top).ifPresent(record -> byLayer.get(top).put(path, record));
            }
        }
    }

    private Optional<LayerRecord> linked(LayerEntry link, int top) {
        for (int layer = top; layer >= 0; layer--) {
            LayerRecord record = byLayer.get(layer).get(link.linkTarget());
            if (record != null) {
                return Optional.of(record.at(link.path()));
            }
            Optional<LayerIndex.Node> target = layers.get(layer).index().find(link.linkTarget());
            if (target.isPresent()) {
                break;
            }
        }
        var gap = new Gap(
                Gap.Kind.UNREADABLE, link.path(), "a hard link to " + link.linkTarget() + ", which was not read");
        return Optional.of(new LayerRecord(cataloger.id(), link.path(), List.of(), Optional.of(gap), Optional.empty()));
    }

    private static String identity(Finding finding) {
        return finding.text("group")
                + '\n'
                + finding.text("name")
                + '\n'
                + finding.text("version")
                + '\n'
                + finding.text("arch");
    }
}
