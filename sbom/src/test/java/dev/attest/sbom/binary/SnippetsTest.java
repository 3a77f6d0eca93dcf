package dev.attest.sbom.binary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Pieces of real programs, in the folder that ATTEST_SNIPPETS names, as PRODUCT/VERSION/PLATFORM/FILE: a text up to a line
 * that says so, then the bytes.
 */
class SnippetsTest {
    private static final String MARK = "### byte snippet to follow ###\n";
    /** Of 276; most of the others are programs of Go, whose modules say what they are. */
    private static final int KNOWN = 155;

    @Test
    void programs_are_known_by_pieces_of_them() throws Exception {
        Path folder = Path.of(System.getenv().getOrDefault("ATTEST_SNIPPETS", "absent"));
        assumeTrue(Files.isDirectory(folder), "ATTEST_SNIPPETS names no folder");
        int right = 0;
        int all = 0;
        List<Path> files;
        try (Stream<Path> found = Files.walk(folder)) {
            files = found.filter(Files::isRegularFile).sorted().toList();
        }
        var wrong = new StringBuilder();
        for (Path file : files) {
            String version = folder.relativize(file).getName(1).toString();
            String named = version(file);
            all++;
            if (version.equals(named)) {
                right++;
            } else {
                wrong.append(folder.relativize(file)).append('\t').append(named).append('\n');
            }
        }
        Path out = Files.createDirectories(Path.of("target"));
        Files.writeString(out.resolve("snippets.tsv"), wrong + "\n" + right + " of " + all + "\n");
        assertThat(right).isGreaterThanOrEqualTo(KNOWN);
    }

    private static String version(Path file) throws Exception {
        String name = file.getName(file.getNameCount() - 1).toString();
        String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        int mark = text.indexOf(MARK);
        byte[] bytes = (mark < 0 ? text : text.substring(mark + MARK.length())).getBytes(StandardCharsets.ISO_8859_1);
        List<KnownProgram> programs = KnownPrograms.all().called(name);
        return programs.isEmpty()
                ? ""
                : KnownProgramCataloger.identify(name, programs, new ByteArrayInputStream(bytes))
                        .map((Map<String, String> found) -> found.getOrDefault("version", ""))
                        .orElse("");
    }
}
