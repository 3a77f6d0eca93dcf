package dev.attest.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attest.oci.MergedView.Located;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The order in which a view lists what it has, and trees that are built to be a burden. */
class TreeWalkTest {
    private static final List<String> NAMES = List.of(
            "a",
            "a-",
            "a-b",
            "a.b",
            "a b",
            "a0",
            "aa",
            "ab",
            "!",
            "\0",
            "\u00e9",
            "a\u00e9",
            "\u0800",
            "\uef80",
            "\uffff",
            "\ud83d\ude00",
            "\ud83d",
            "\ude00",
            "A",
            "~");

    @Test
    void paths_are_sorted_as_strings_are() throws Exception {
        var random = new Random(1);
        for (int round = 0; round < 200; round++) {
            var paths = new TreeSet<String>();
            for (int i = 0; i < 60; i++) {
                var path = new StringBuilder(pick(random));
                for (int depth = random.nextInt(4); depth > 0; depth--) {
                    path.append('/').append(pick(random));
                }
                paths.add(path.toString());
            }
            var layer = new ArrayList<LayerEntry>();
            paths.forEach(path -> layer.add(entry(path, LayerEntry.Type.DIRECTORY, "")));
            var shuffled = new ArrayList<>(layer);
            Collections.shuffle(shuffled, random);
            MergedView view = MergedView.of(List.of(shuffled));
            assertThat(view.entries().stream().map(Located::path)).containsExactlyElementsOf(paths);
            assertThat(view.entries())
                    .hasSize(paths.size())
                    .extracting(Located::entry)
                    .containsExactlyElementsOf(layer);
            for (String path : paths) {
                assertThat(view.at(path).orElseThrow().path()).isEqualTo(path);
                assertThat(view.resolve(path).orElseThrow().path()).isEqualTo(path);
            }
        }
    }

    @Test
    void what_comes_and_goes_between_two_listings_is_seen() throws Exception {
        var builder = new MergedView.Builder();
        MergedView view = builder.build();
        assertThat(view.entries()).isEmpty();
        assertThatThrownBy(() -> view.entries().iterator().next()).isInstanceOf(NoSuchElementException.class);
        builder.add(List.of(file("d/b"), file("d/c")));
        assertThat(view.entries()).extracting(Located::path).containsExactly("d/b", "d/c");
        builder.add(List.of(file("d/a"), file("d/.wh.b"), entry("", LayerEntry.Type.DIRECTORY, "")));
        assertThat(view.entries()).extracting(Located::path).containsExactly("", "d/a", "d/c");
        assertThat(view.entries().isEmpty()).isFalse();
    }

    @Test
    void deep_paths_are_walked_without_recursion() throws Exception {
        String deep = "d/".repeat(20_000);
        MergedView view = MergedView.of(List.of(List.of(file(deep + "a"), file(deep + "b"), file("d-"))));
        assertThat(view.entries()).extracting(Located::path).containsExactly("d-", deep + "a", deep + "b");
        assertThat(view.at(deep + "b")).isPresent();
        assertThat(MergedView.of(List.of(List.of(file(deep + "a")), List.of(file(".wh.d"))))
                        .entries())
                .isEmpty();
    }

    @Test
    void files_that_links_show_elsewhere_are_moved() throws Exception {
        MergedView view = MergedView.of(List.of(List.of(
                file("real/a"),
                entry("link", LayerEntry.Type.SYMLINK, "real"),
                file("link/b"),
                entry("hard", LayerEntry.Type.HARDLINK, "real/a"),
                file("plain"))));
        assertThat(view.entries().stream().filter(view::isMoved).map(Located::path))
                .containsExactly("hard", "real/b");
        var executable = new LayerEntry("x", LayerEntry.Type.HARDLINK, 0755, new LayerEntry.Owner(0, 0), 0, "plain");
        MergedView other = MergedView.of(List.of(List.of(file("plain"), executable)));
        assertThat(other.entries().stream().filter(other::isMoved).map(Located::path))
                .containsExactly("plain", "x");
    }

    @Test
    void names_longer_than_any_file_system_takes_are_kept() throws Exception {
        String name = "\u0800".repeat(40_000);
        MergedView view = MergedView.of(List.of(List.of(file(name), file("a"), file("d/" + name))));
        assertThat(view.entries()).extracting(Located::path).containsExactly("a", "d/" + name, name);
    }

    @Test
    void folders_that_nobody_lists_are_bounded() {
        var layer = new ArrayList<LayerEntry>();
        for (int i = 0; i < 600; i++) {
            layer.add(file(i + "/d".repeat(2000)));
        }
        refused(layer, "folders that they do not list");
    }

    @Test
    void paths_that_links_make_ever_longer_are_refused() {
        var layer = new ArrayList<LayerEntry>();
        String link = "a";
        for (int i = 0; i < 30; i++) {
            layer.add(entry(link, LayerEntry.Type.SYMLINK, "x".repeat(4000)));
            link += "/b";
        }
        refused(layer, "a path of more than 65536 bytes");
    }

    private static void refused(List<LayerEntry> layer, String reason) {
        assertThatThrownBy(() -> MergedView.of(List.of(layer)))
                .isInstanceOf(MalformedImageException.class)
                .hasMessageContaining(reason);
    }

    private static String pick(Random random) {
        return NAMES.get(random.nextInt(NAMES.size()));
    }

    private static LayerEntry file(String path) {
        return entry(path, LayerEntry.Type.FILE, "");
    }

    private static LayerEntry entry(String path, LayerEntry.Type type, String target) {
        return new LayerEntry(path, type, 0644, new LayerEntry.Owner(0, 0), 0, target);
    }
}
