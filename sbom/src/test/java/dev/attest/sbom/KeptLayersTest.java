package dev.attest.sbom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attest.oci.LayerEntry;
import dev.attest.oci.LayerVisitor;
import dev.attest.sbom.cache.LayerCache;
import dev.attest.sbom.cache.LayerKey;
import dev.attest.sbom.cache.LayerStore;
import dev.attest.sbom.catalog.ContentMemory;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptLayersTest {
    @TempDir
    Path work;

    private final List<Integer> read = new ArrayList<>();

    /** Layers of one file each; the one that is marked as broken ends before it is checked. */
    private class Layers implements LayerSource {
        private final int broken;

        Layers(int broken) {
            this.broken = broken;
        }

        @Override
        public void read(int layer, LayerVisitor visitor) throws IOException {
            read.add(layer);
            visitor.entry(
                    new LayerEntry("file" + layer, LayerEntry.Type.FILE, 0644, new LayerEntry.Owner(0, 0), 0, ""),
                    InputStream.nullInputStream());
            if (layer == broken) {
                throw new IOException("not what its digest says");
            }
        }

        @Override
        public Optional<LayerKey> key(int layer) {
            return Optional.of(new LayerKey(TestImage.diffId(layer), TestImage.diffId(layer), ScanLimits.DEFAULT));
        }
    }

    @Test
    void only_layers_that_were_not_read_before_are_read() throws Exception {
        var first = passes(new Layers(-1), ScanLimits.DEFAULT).scan(2);
        assertThat(passes(new Layers(-1), ScanLimits.DEFAULT).scan(3).subList(0, 2))
                .isEqualTo(first);
        assertThat(read).containsExactly(0, 1, 2);
    }

    @Test
    void layer_that_could_not_be_read_to_its_end_is_not_kept() {
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> passes(new Layers(0), ScanLimits.DEFAULT).scan(1))
                    .isInstanceOf(IOException.class);
        }
        assertThat(read).containsExactly(0, 0);
    }

    @Test
    void bound_of_all_entries_counts_kept_layers_too() throws Exception {
        passes(new Layers(-1), ScanLimits.DEFAULT).scan(3);
        var limits = new ScanLimits(1 << 20, 1 << 20, 8, 2);
        assertThatThrownBy(() -> passes(new Layers(-1), limits).scan(3))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("more than 2 entries");
        assertThat(read).hasSize(3);
    }

    @Test
    void layer_for_which_there_was_no_room_is_not_kept() throws Exception {
        byte[] program = new byte[(16 << 20) + 1];
        System.arraycopy(new byte[] {0x7f, 'E', 'L', 'F'}, 0, program, 0, 4);
        var source = new Layers(-1) {
            @Override
            public void read(int layer, LayerVisitor visitor) throws IOException {
                read.add(layer);
                visitor.entry(
                        new LayerEntry(
                                "bin/node", LayerEntry.Type.FILE, 0755, new LayerEntry.Owner(0, 0), program.length, ""),
                        new ByteArrayInputStream(program));
            }
        };
        LayerStore store = new LayerCache(work.resolve("layers"), 1 << 20, "1", Clock.systemUTC());
        var none = new ContentMemory(work.resolve("none"));
        new LayerPasses(Runnable::run, ScanLimits.DEFAULT, source, store, none).scan(1);
        var records = passes(source, ScanLimits.DEFAULT).scan(1).get(0).records();
        assertThat(read).containsExactly(0, 0);
        assertThat(records).allMatch(record -> record.unread().isEmpty());
    }

    private LayerPasses passes(LayerSource source, ScanLimits limits) {
        LayerStore store = new LayerCache(work.resolve("layers"), 1 << 20, "1", Clock.systemUTC());
        return new LayerPasses(Runnable::run, limits, source, store);
    }
}
