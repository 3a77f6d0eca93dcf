package dev.attest.cli;

import dev.attest.sbom.cache.LayerKey;
import dev.attest.sbom.cache.LayerStore;
import dev.attest.sbom.catalog.LayerScan;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Remembers the layers of one run in memory, before another store is asked. */
final class RememberedLayers implements LayerStore {
    private final Map<LayerKey, LayerScan> scans = new ConcurrentHashMap<>();
    private final LayerStore others;

    RememberedLayers(LayerStore others) {
        this.others = others;
    }

    @Override
    public Optional<LayerScan> find(LayerKey key) {
        Optional<LayerScan> known = Optional.ofNullable(scans.get(key));
        return known.isPresent() ? known : others.find(key);
    }

    @Override
    public void keep(LayerKey key, LayerScan scan) {
        scans.put(key, scan);
        others.keep(key, scan);
    }
}
