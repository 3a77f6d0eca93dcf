package dev.attest.cli;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.attest.testvectors.LayoutBuilder;
import dev.attest.testvectors.TarWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RebuildCheckTest {
    @TempDir
    Path work;

    private String image(String name, String mtime, String content) {
        LayoutBuilder.image(
                work.resolve(name),
                Cli.goodLayer(),
                new TarWriter().pax("mtime=" + mtime).file("opt/app", content).bytes());
        return "oci:" + work.resolve(name);
    }

    @Test
    void the_same_build_ends_with_0() throws Exception {
        String one = image("a", "1", "app");
        String other = image("b", "1", "app");
        String text = Cli.run("rebuild-check", one, other).ends(0).out();
        assertTrue(text.endsWith("\nreproduced to the last bit\n"), text);
        Schemas.holds(
                "rebuild-check",
                Cli.run("rebuild-check", one, other, "--format", "json").ends(0).out());
    }

    @Test
    void what_differs_is_named_and_ends_with_1() throws Exception {
        String one = image("a", "1", "app");
        String other = image("b", "2", "apq");
        String text = Cli.run("rebuild-check", one, other).ends(1).out();
        assertTrue(text.contains("\n  opt/app  (layer 1)\n    content: sha256:"), text);
        assertTrue(text.contains("\n    mtime: 1970-01-01T00:00:01Z -> 1970-01-01T00:00:02Z\n"), text);
        assertTrue(text.endsWith("\ndifferent\n"), text);
        String json =
                Cli.run("rebuild-check", one, other, "--format", "json").ends(1).out();
        Schemas.holds("rebuild-check", json);
        String none =
                Cli.run("rebuild-check", one, other, "--limit", "0").ends(1).out();
        assertTrue(none.contains("and 1 more"), none);
    }

    @Test
    void times_may_be_ignored_by_name() throws Exception {
        String one = image("a", "1", "app");
        String other = image("b", "2", "app");
        Cli.run("rebuild-check", one, other).ends(1);
        String text = Cli.run("rebuild-check", one, other, "--ignore", "mtime")
                .ends(0)
                .out();
        assertTrue(text.endsWith("\nreproduced; the same but for mtime\n"), text);
    }

    @Test
    void a_predicate_is_written_only_where_reproduced() throws Exception {
        String one = image("a", "1", "app");
        Path file = work.resolve("rebuilt.json");
        Cli.run("rebuild-check", one, image("b", "2", "app"), "--predicate", file.toString())
                .ends(1);
        assertFalse(Files.exists(file));
        Cli.run("rebuild-check", one, image("c", "1", "app"), "--predicate", file.toString())
                .ends(0);
        assertTrue(Files.readString(file).contains("ATTEST_REBUILT"));
    }

    @Test
    void a_comparison_with_itself_is_called_so() {
        String one = image("a", "1", "app");
        String err = Cli.run("rebuild-check", one, one).ends(0).err();
        assertTrue(err.contains("very same image"), err);
        Path file = work.resolve("rebuilt.json");
        Cli.run("rebuild-check", one, one, "--predicate", file.toString()).ends(1);
        assertFalse(Files.exists(file));
    }

    @Test
    void what_cannot_be_asked_for_is_a_usage_error() {
        String one = image("a", "1", "app");
        Cli.run("rebuild-check", one, one, "--ignore", "content").failsWith(2, "--ignore");
        Cli.run("rebuild-check", one, one, "--strictness", "none").failsWith(2, "--strictness");
        Cli.run("rebuild-check", one, one, "--strictness", "bits", "--ignore", "mtime")
                .failsWith(2, "--ignore");
        Cli.run("rebuild-check", one, one, "--limit", "-1").failsWith(2, "--limit");
        Cli.run("rebuild-check", one).ends(2);
        Cli.run("rebuild-check", one, "oci:" + work.resolve("none")).ends(3);
    }

    @Test
    void a_hostile_name_moves_no_cursor() {
        String one = image("a", "1", "app");
        LayoutBuilder.image(
                work.resolve("b"),
                Cli.goodLayer(),
                new TarWriter()
                        .file("a\u001b[2Jb\nreproduced to the last bit", "x")
                        .bytes());
        String text = Cli.run("rebuild-check", one, "oci:" + work.resolve("b"))
                .ends(1)
                .out();
        assertTrue(text.contains("a\\u{1b}[2Jb\\u{a}reproduced"), text);
    }
}
