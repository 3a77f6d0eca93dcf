package dev.attest.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SbomFormatsTest {
    private static final List<String> FORMATS =
            List.of("cyclonedx-json", "cyclonedx-xml", "spdx-json", "spdx-tag", "spdx3-json", "table");

    @TempDir
    Path work;

    private List<Path> write(String image, String name) {
        var arguments = new ArrayList<>(List.of("sbom", image, "--no-cache"));
        var files = new ArrayList<Path>();
        for (String format : FORMATS) {
            files.add(work.resolve(name + "." + format));
            arguments.add("--format");
            arguments.add(format + "=" + files.get(files.size() - 1));
        }
        assertEquals("", Cli.run(arguments.toArray(String[]::new)).ends(0).out());
        return files;
    }

    @Test
    void every_format_is_written_in_one_run_and_again_the_same() throws Exception {
        String image = Cli.good(work.resolve("image"));
        List<Path> first = write(image, "first");
        List<Path> second = write(image, "second");
        for (int i = 0; i < first.size(); i++) {
            assertArrayEquals(Files.readAllBytes(first.get(i)), Files.readAllBytes(second.get(i)), FORMATS.get(i));
            assertTrue(Files.readString(first.get(i)).contains("tzdata"), FORMATS.get(i));
        }
    }

    @Test
    void one_format_goes_to_standard_output_with_the_time_that_is_fixed() {
        String image = Cli.good(work.resolve("image"));
        var fixed = Map.of("SOURCE_DATE_EPOCH", "1700000000");
        String text = Cli.run(fixed, "sbom", image, "--format", "spdx-tag", "--author", "A <a@example.org>")
                .ends(0)
                .out();
        assertTrue(text.contains("Created: 2023-11-14T22:13:20Z\n"), text);
        assertTrue(text.contains("Creator: Organization: A (a@example.org)\n"), text);
        String json = Cli.run("sbom", image, "--supplier", "B <https://example.org>")
                .ends(0)
                .out();
        assertTrue(json.contains("\"https://example.org\""), json);
    }

    @Test
    void formats_that_exclude_each_other_are_usage_errors() {
        String image = Cli.good(work.resolve("image"));
        Cli.run("sbom", image, "--format", "spdx").failsWith(2, "spdx is none of cyclonedx-json");
        Cli.run("sbom", image, "--format", "table", "--format", "spdx-tag").failsWith(2, "only one format");
        Cli.run("sbom", image, "--format", "table", "--format", "table").failsWith(2, "twice");
        Cli.run("sbom", image, "--format", "table=" + work.resolve("x"), "-o", "y")
                .failsWith(2, "only one format");
        Cli.run("sbom", image, "--supplier", " ").failsWith(2, "--supplier: a name is missing");
    }

    @Test
    void recheck_reads_the_layers_and_holds_them_against_what_was_signed() throws Exception {
        String image = Cli.good(work.resolve("image"));
        String[] local = {"--local", "--local-dir", work.resolve("sigstore").toString()};
        Cli.run("sign", image, local[0], local[1], local[2]).ends(0);
        Cli.Result text = Cli.run("verify", image, "--recheck", local[0], local[1], local[2])
                .ends(0);
        assertTrue(text.out().contains("  pass  recheck-sbom "), text.out());
        Cli.Result json = Cli.run("verify", image, "--recheck", "--format", "json", local[0], local[1], local[2])
                .ends(0);
        Schemas.holds("verify", json.out());
        assertTrue(json.out().contains("\"recheck-facts\""), json.out());
        Cli.run("verify", image, "--recheck", "--policy", "dev").failsWith(2, "--recheck");
    }
}
