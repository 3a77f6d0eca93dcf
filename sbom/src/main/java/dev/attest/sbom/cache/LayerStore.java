package dev.attest.sbom.cache;

import dev.attest.sbom.catalog.LayerScan;
import java.util.Optional;

/** Remembers scans of layers; whatever goes wrong with it costs another reading and nothing else. */
public interface LayerStore {
    /** Remembers nothing. */
    LayerStore NONE = new LayerStore() {
        @Override
        public Optional<LayerScan> find(LayerKey key) {
            return Optional.empty();
        }

        @Override
        public void keep(LayerKey key, LayerScan scan) {}
    };

    /** The scan that was kept for the key, equal to what reading the layer now would give. */
    Optional<LayerScan> find(LayerKey key);

    /** Keeps the scan of a layer whose bytes were all checked. */
    void keep(LayerKey key, LayerScan scan);
}
