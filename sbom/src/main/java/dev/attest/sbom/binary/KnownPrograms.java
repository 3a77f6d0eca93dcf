package dev.attest.sbom.binary;

import dev.attest.sbom.binary.KnownProgram.VersionText;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The table of programs that are known by texts in them: {@code programs.tsv}. */
final class KnownPrograms {
    private final List<KnownProgram> rows;

    private KnownPrograms(List<KnownProgram> rows) {
        this.rows = List.copyOf(rows);
    }

    /** Read when the first executable is seen. */
    private static final class Table {
        private static final KnownPrograms PROGRAMS = read();
    }

    static KnownPrograms all() {
        return Table.PROGRAMS;
    }

    /** The programs whose files are called so, in the order of the table. */
    List<KnownProgram> called(String file) {
        return rows.stream().filter(row -> row.isCalled(file)).toList();
    }

    Optional<KnownProgram> named(String name) {
        return rows.stream().filter(row -> row.name().equals(name)).findFirst();
    }

    List<KnownProgram> rows() {
        return rows;
    }

    private static KnownPrograms read() {
        try (InputStream table = KnownPrograms.class.getResourceAsStream("programs.tsv")) {
            if (table == null) {
                throw new IllegalStateException("programs.tsv is missing");
            }
            return parse(new String(table.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static KnownPrograms parse(String text) {
        var rows = new ArrayList<KnownProgram>();
        String[] begun = {};
        var versions = new ArrayList<VersionText>();
        for (String line : text.split("\n")) {
            String[] fields = line.split("\t");
            if (line.startsWith("\t")) {
                versions.add(new VersionText(unescape(fields[1]), fields[2]));
            } else if (fields.length == 4) {
                if (begun.length > 0) {
                    rows.add(KnownProgram.of(begun, versions));
                }
                begun = fields;
                versions.clear();
            }
        }
        rows.add(KnownProgram.of(begun, versions));
        return new KnownPrograms(rows);
    }

    private static String unescape(String text) {
        return text.replace("\\0", "\0").replace("\\n", "\n");
    }
}
