package dev.attest.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LayerTableTest {
    private static final LayerEntry.Owner ROOT = new LayerEntry.Owner(0, 0);

    @Test
    void entries_come_back_as_they_were() {
        List<LayerEntry> entries = List.of(
                entry("", LayerEntry.Type.DIRECTORY, 0, ""),
                entry("usr/bin/a", LayerEntry.Type.FILE, 1, ""),
                entry("usr/bin/a", LayerEntry.Type.FILE, Long.MAX_VALUE, ""),
                entry("usr/bin", LayerEntry.Type.SYMLINK, 0, "../\u00e9/\uef80"),
                entry("usr/bin/\u00e9", LayerEntry.Type.HARDLINK, 0, "usr/bin/a"),
                entry("usr/bin/\u00e8", LayerEntry.Type.FIFO, 0, ""),
                entry("usr/bin/\ud83d\ude00", LayerEntry.Type.BLOCK_DEVICE, 0, ""),
                entry("usr/bin/\ud83d", LayerEntry.Type.CHARACTER_DEVICE, 0, ""),
                entry("usr/bin/\ude00\0", LayerEntry.Type.FILE, -1, "x"),
                entry("x".repeat(5000), LayerEntry.Type.FILE, 0, "y".repeat(5000)));
        assertThat(LayerTable.of(entries)).containsExactlyElementsOf(entries).isEqualTo(entries);
        assertThat(LayerTable.of(List.of())).isEmpty();
    }

    @Test
    void each_of_many_is_found_by_its_index() {
        var entries = new ArrayList<LayerEntry>();
        for (int i = 0; i < 10_000; i++) {
            // More kinds than are kept apart.
            var owner = new LayerEntry.Owner(i * 1_000_003L, -i);
            String target = i % 3 == 0 ? "target" + i : "";
            entries.add(new LayerEntry(
                    "d" + i / 100 + "/file" + i, LayerEntry.Type.FILE, i, owner, i % 7, target, "c" + i % 2));
        }
        LayerTable table = LayerTable.of(entries);
        assertThat(table).hasSameSizeAs(entries);
        for (int i = entries.size() - 1; i >= 0; i -= 7) {
            assertThat(table.get(i)).isEqualTo(entries.get(i));
            assertThat(table.get(i, entries.get(i).path())).isEqualTo(entries.get(i));
        }
        assertThat(new ArrayList<>(table)).isEqualTo(entries);
    }

    @Test
    void nothing_lies_outside_of_it() {
        LayerTable table = LayerTable.of(List.of(entry("a", LayerEntry.Type.FILE, 0, "")));
        for (int index : new int[] {-1, 1, 16}) {
            assertThatThrownBy(() -> table.get(index)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> table.get(index, "")).isInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    private static LayerEntry entry(String path, LayerEntry.Type type, long size, String target) {
        return new LayerEntry(path, type, 0644, ROOT, size, target);
    }
}
