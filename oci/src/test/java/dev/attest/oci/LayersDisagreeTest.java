package dev.attest.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Layers that an overlay shows otherwise than one folder into which all of them are unpacked. What one of the two would
 * still run must not be missing from the view. Notation as in {@link MergedViewTest}; {@code :mode} may follow.
 */
class LayersDisagreeTest {
    @ParameterizedTest
    @CsvSource({
        // A link is removed and a folder made in its place: what the link led to stays.
        "b/sh a>b | a/ a/.wh..wh..opq a/x, a a/x b/sh",
        "b/sh a>b | a/ a/.wh.sh, a b/sh",
        // A hard link made before its file is removed keeps the content.
        "a | b=a .wh.a, b",
        "d/a d/s/c | d/s/b d/.wh..wh..opq, d/s/b",
        "d/ d/a | d/b .wh.d, d d/b",
        // New files behind a link of a lower layer are in both, if in another place.
        "run/ var/run>/run | var/run/ko/ var/run/ko/x | var/run/ko/y, run run/ko run/ko/x run/ko/y var/run",
        "b/ a>b | a/.wh.nothing b/x, a b b/x",
        "a>b b/ a/x | b/y, a b b/x b/y"
    })
    void what_any_runtime_shows_is_in_the_view(String layers, String expected) throws Exception {
        List<String> paths =
                view(layers).entries().stream().map(MergedView.Located::path).toList();
        assertThat(String.join(" ", paths)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "b/sh a>b | a/.wh.sh",
                "b/sh a>b | a/.wh..wh..opq",
                "b/lib.jar a>b | a/lib.jar",
                "b/s/x a>b | a/s",
                "b/ a>b | a/sh>busybox",
                "b/ x a>b | a/sh=x",
                "b/s/:777 a>b | a/s/:755",
                "e/ etc>e | etc/passwd | e/passwd",
                "e/ etc>e | etc/passwd | e/.wh.passwd",
                "e/ etc>e | etc/passwd | e/.wh..wh..opq",
                "e/ etc>e | etc/s/passwd | .wh.e",
                "e/ etc>e | etc/s/passwd | e",
                "e/ etc>e | etc/s/:777 | e/s/:755"
            })
    void what_runtimes_would_not_agree_on_is_refused(String layers) {
        assertThatThrownBy(() -> view(layers))
                .isInstanceOf(MalformedImageException.class)
                .hasMessageContaining("runtimes unpack that differently");
    }

    @Test
    void permissions_of_a_hard_link_are_those_of_its_file() throws Exception {
        MergedView view = view("f:644 sh=f:644 other=f:4755");
        for (String path : List.of("f", "sh", "other")) {
            assertThat(view.at(path).orElseThrow().file().entry().mode()).isEqualTo(04755);
            assertThat(view.resolve(path).orElseThrow().file().entry().mode()).isEqualTo(04755);
        }
        assertThat(view.entries())
                .allSatisfy(located -> assertThat(located.file().entry().mode()).isEqualTo(04755));
    }

    @Test
    void whiteouts_of_a_crowded_folder_end() {
        var layer = new ArrayList<LayerEntry>();
        for (int i = 0; i < 40_000; i++) {
            layer.add(entry("d/" + i));
            layer.add(entry("d/.wh..wh..opq"));
        }
        assertThatThrownBy(() -> MergedView.of(List.of(layer)))
                .isInstanceOf(MalformedImageException.class)
                .hasMessageContaining("steps");
    }

    private static MergedView view(String layers) throws MalformedImageException {
        var all = new ArrayList<List<LayerEntry>>();
        for (String layer : layers.split("\\|")) {
            var entries = new ArrayList<LayerEntry>();
            for (String entry : layer.strip().split(" ")) {
                entries.add(entry(entry));
            }
            all.add(entries);
        }
        return MergedView.of(all);
    }

    private static LayerEntry entry(String written) {
        String[] moded = written.split(":", 2);
        String text = moded[0];
        int mode = moded.length > 1 ? Integer.parseInt(moded[1], 8) : 0644;
        LayerEntry.Type type = text.endsWith("/")
                ? LayerEntry.Type.DIRECTORY
                : text.contains(">")
                        ? LayerEntry.Type.SYMLINK
                        : text.contains("=") ? LayerEntry.Type.HARDLINK : LayerEntry.Type.FILE;
        String[] parts = text.split("[>=]", 2);
        String path = type == LayerEntry.Type.DIRECTORY ? text.substring(0, text.length() - 1) : parts[0];
        return new LayerEntry(path, type, mode, new LayerEntry.Owner(0, 0), 0, parts.length > 1 ? parts[1] : "");
    }
}
