package dev.attest.sbom;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attest.oci.LayerVisitor;
import dev.attest.sbom.cache.LayerStore;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LayerPassesTest {
    @Test
    void largest_layer_is_begun_first_and_the_scans_keep_the_layers_order() throws Exception {
        List<Integer> sizes = List.of(5, 90, 5, 100);
        var begun = new ArrayList<Integer>();
        var source = new LayerSource() {
            @Override
            public void read(int layer, LayerVisitor visitor) {
                begun.add(layer);
            }

            @Override
            public long size(int layer) {
                return sizes.get(layer);
            }
        };
        assertThat(new LayerPasses(Runnable::run, ScanLimits.DEFAULT, source, LayerStore.NONE).scan(4))
                .hasSize(4);
        assertThat(begun).containsExactly(3, 1, 0, 2);
    }
}
