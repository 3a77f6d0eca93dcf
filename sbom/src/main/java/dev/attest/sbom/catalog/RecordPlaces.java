package dev.attest.sbom.catalog;

import dev.attest.oci.MergedView.Located;
import dev.attest.sbom.catalog.MergedLayers.FileId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** All records of all catalogers, and where the files they are of lie in the merged image: looked for once for all. */
final class RecordPlaces {
    private final List<LayerScan> layers;
    private final Map<String, Map<FileId, LayerRecord>> records = new HashMap<>();
    private final Map<FileId, List<Located>> places = new HashMap<>();
    private final List<Located> brought = new ArrayList<>();

    RecordPlaces(List<LayerScan> layers, MergedLayers merged) {
        this.layers = layers;
        for (int layer = 0; layer < layers.size(); layer++) {
            for (LayerRecord record : layers.get(layer).records()) {
                var id = new FileId(layer, record.ordinal());
                records.computeIfAbsent(record.cataloger(), key -> new HashMap<>())
                        .put(id, record);
                places.computeIfAbsent(id, key -> new ArrayList<>(1));
            }
        }
        for (Located located : merged.entries()) {
            if (located.isFile()) {
                List<Located> here = places.get(FileId.of(located));
                if (here != null) {
                    here.add(located);
                }
                if (merged.view().isMoved(located)) {
                    brought.add(located);
                }
            }
        }
    }

    /** The records of one cataloger, of all layers. */
    Map<FileId, LayerRecord> of(Cataloger cataloger) {
        return records.getOrDefault(cataloger.id(), Map.of());
    }

    /** The path that the file has in its own layer. */
    String pathInLayer(FileId id) {
        return layers.get(id.layer()).entries().get(id.ordinal()).path();
    }

    /** Where the image still has this file, sorted by path. */
    List<Located> places(FileId id) {
        return places.getOrDefault(id, List.of());
    }

    /** The files that a link shows under a path, or makes executable, for which no cataloger was asked; sorted by path. */
    List<Located> brought() {
        return brought;
    }
}
