package dev.attest.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MergedViewTest {
    /**
     * Layers are parted by {@code |}, entries by blanks: {@code path}, {@code path/}, {@code path>target} for a symlink,
     * {@code path=target} for a hard link. Expected are the paths that the view lists, folders without a slash.
     */
    @ParameterizedTest
    @CsvSource({
        "a b | .wh.a, b",
        "d/a d/b | d/.wh..wh..opq d/c, d/c",
        "d/a | d/c d/.wh..wh..opq, d/c",
        "d/a | d/a d/.wh.a, d/a",
        "d/ d/a | .wh.d, ''",
        "d/ d/a | d, d",
        "d | d/ d/a, d d/a",
        "d/ d/a | d/, d d/a",
        "d/ d/a | d | d/ d/b, d d/b",
        "a | .wh. .wh... .wh.. .wh.nothing no/.wh.x, a",
        "a | .wh..wh.plnk .wh..wh.aufs, a",
        "usr/bin/ bin>usr/bin | bin/x, bin usr/bin usr/bin/x",
        "usr/bin/a bin>/usr/bin | bin/, bin usr/bin/a",
        "up>../../../tmp up/x, tmp/x up",
        // A hard link to a symlink is one more symlink, relative to its own place.
        "b/c/ s>c b/l=s b/l/x, b/c b/c/x b/l s",
        "a>b b>a a/x, a/x b",
        "f f/x, f/x",
        ".wh.x/below, .wh.x/below"
    })
    void layers_give_the_view_that_a_runtime_sees(String layers, String expected) throws Exception {
        List<String> paths =
                view(layers).entries().stream().map(MergedView.Located::path).toList();
        assertThat(String.join(" ", paths)).isEqualTo(expected);
    }

    @Test
    void last_of_duplicates_wins_and_says_which_it_is() throws Exception {
        MergedView view = view("a b a");
        assertThat(view.at("a").orElseThrow().ordinal()).isEqualTo(2);
        assertThat(view.at("b").orElseThrow().ordinal()).isEqualTo(1);
    }

    @Test
    void hard_link_keeps_the_lower_layers_file() throws Exception {
        MergedView view = view("a | b=a c=b | .wh.a | a");
        MergedView.Located c = view.at("c").orElseThrow();
        assertThat(c.layer()).isEqualTo(1);
        assertThat(c.file().path()).isEqualTo("a");
        assertThat(c.file().layer()).isZero();
        assertThat(view.files()).extracting(MergedView.Located::path).containsExactly("a", "b", "c");
    }

    @Test
    void hard_link_to_nothing_stands_for_no_file() throws Exception {
        MergedView view = view("a=nowhere");
        assertThat(view.at("a").orElseThrow().original()).isEmpty();
        assertThat(view.files()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "l, etc/x",
        "abs, etc/x",
        "out, etc/x",
        "chain, etc/x",
        "dir/x, etc/x",
        "etc/../etc/./x, etc/x",
        "loop, ''",
        "dangling, ''",
        "etc/x/y, ''"
    })
    void links_are_resolved_inside_the_image_only(String path, String expected) throws Exception {
        MergedView view = view("etc/x l>etc/x abs>/etc/x out>../../../../etc/x chain>l dir>etc loop>loop dangling>no");
        assertThat(view.resolve(path).map(MergedView.Located::path).orElse("")).isEqualTo(expected);
        assertThat(view.at("l").orElseThrow().entry().type()).isEqualTo(LayerEntry.Type.SYMLINK);
    }

    @Test
    void endless_folder_of_links_ends() throws Exception {
        MergedView view = view("opt/app/x opt/app/lib>..");
        assertThat(view.resolve("opt/app" + "/lib/app".repeat(200) + "/x")).isPresent();
        assertThat(view.resolve("opt/app" + "/lib/app".repeat(300) + "/x")).isEmpty();
    }

    @Test
    void crowded_folder_is_kept_whole_and_emptied_whole() throws Exception {
        var layer = new ArrayList<LayerEntry>();
        for (int i = 0; i < 20_000; i++) {
            layer.add(entry("d/name" + i * 31));
        }
        assertThat(MergedView.of(List.of(layer)).files()).hasSize(20_000);
        assertThat(MergedView.of(List.of(layer, layer)).files()).hasSize(20_000);
        assertThat(MergedView.of(List.of(layer, List.of(entry("d/.wh..wh..opq"), entry("d/x"))))
                        .files())
                .hasSize(1);
    }

    @Test
    void names_that_are_made_to_collide_are_refused() {
        var layer = new ArrayList<LayerEntry>();
        for (int i = 0; i < 1 << 12; i++) {
            var name = new StringBuilder("d/");
            for (int bit = 0; bit < 12; bit++) {
                name.append((i >> bit & 1) == 0 ? "Aa" : "BB");
            }
            layer.add(entry(name.toString()));
        }
        refused(layer, "made to collide");
    }

    @Test
    void entries_and_their_names_are_bounded() {
        refused(Collections.nCopies(3_200_001, entry("a")), "3200000 entries");
        refused(Collections.nCopies(70_000, entry("a".repeat(4000))), "268435456 characters");
    }

    private static void refused(List<LayerEntry> layer, String reason) {
        assertThatThrownBy(() -> MergedView.of(List.of(layer)))
                .isInstanceOf(MalformedImageException.class)
                .hasMessageContaining(reason);
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

    private static LayerEntry entry(String text) {
        LayerEntry.Type type = text.endsWith("/")
                ? LayerEntry.Type.DIRECTORY
                : text.contains(">")
                        ? LayerEntry.Type.SYMLINK
                        : text.contains("=") ? LayerEntry.Type.HARDLINK : LayerEntry.Type.FILE;
        String[] parts = text.split("[>=]", 2);
        String path = type == LayerEntry.Type.DIRECTORY ? text.substring(0, text.length() - 1) : parts[0];
        return new LayerEntry(path, type, 0644, new LayerEntry.Owner(0, 0), 0, parts.length > 1 ? parts[1] : "");
    }
}
