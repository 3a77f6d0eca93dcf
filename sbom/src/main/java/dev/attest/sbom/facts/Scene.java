package dev.attest.sbom.facts;

import dev.attest.oci.ImageConfig;
import dev.attest.oci.MergedView.Located;
import dev.attest.sbom.catalog.MergedLayers;
import java.util.Map;

/** What facts are made from, and where they go. */
record Scene(MergedLayers merged, ImageConfig config, FactList facts) {
    private static final int EXECUTE = 0111;

    void add(FactKind kind, Located located, Map<String, String> conditions) {
        facts.add(Fact.file(kind, located.path(), conditions, config.diffIds().get(located.layer())));
    }

    void add(FactKind kind, Located located) {
        add(kind, located, Map.of());
    }

    void add(FactKind kind, Map<String, String> conditions) {
        facts.add(Fact.of(kind, conditions));
    }

    static boolean isExecutable(Located located) {
        return located.isFile() && (located.file().entry().mode() & EXECUTE) != 0;
    }

    static String parent(String path) {
        return path.substring(0, Math.max(0, path.lastIndexOf('/')));
    }

    static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
