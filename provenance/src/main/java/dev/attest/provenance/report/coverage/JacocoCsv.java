package dev.attest.provenance.report.coverage;

import dev.attest.provenance.MalformedProvenanceException;
import dev.attest.provenance.report.file.ReportLines;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** JaCoCo's table: one row of numbers for each class. Lines that classes share count once for each, unlike in its XML. */
final class JacocoCsv implements ReportLines.Handler {
    static final String FIRST = "GROUP,PACKAGE,CLASS,";
    private static final List<String> COLUMNS =
            List.of("LINE_MISSED", "LINE_COVERED", "BRANCH_MISSED", "BRANCH_COVERED");

    private final CoverageReport report = new CoverageReport(Format.JACOCO_CSV);
    private final Map<String, Integer> columns = new HashMap<>();
    private int width;

    CoverageReport report() {
        return report;
    }

    @Override
    public void line(String line, int number) throws MalformedProvenanceException {
        // Names of Java have no commas; one of a module that has is not told apart and refused by the width.
        List<String> cells = List.of(line.split(",", -1));
        if (columns.isEmpty()) {
            header(cells);
            return;
        }
        if (cells.size() != width) {
            throw new MalformedProvenanceException("line " + number + ": expected " + width + " columns");
        }
        report.count();
        SourceFile file = Names.source(cells.get(1) + "." + cells.get(2), number);
        var ofModule = new SourceFile(cells.get(0), file.path());
        if (report.files().containsKey(ofModule)) {
            throw new MalformedProvenanceException("line " + number + ": a class for the second time");
        }
        var numbers = new Numbers(counter(cells, "LINE", number), counter(cells, "BRANCH", number));
        report.file(ofModule, Numbers.class, () -> numbers);
    }

    private void header(List<String> cells) throws MalformedProvenanceException {
        for (int i = 0; i < cells.size(); i++) {
            columns.put(cells.get(i), i);
        }
        width = cells.size();
        if (!columns.keySet().containsAll(COLUMNS)) {
            throw new MalformedProvenanceException("line 1: expected the columns " + String.join(", ", COLUMNS));
        }
    }

    private Counter counter(List<String> cells, String what, int line) throws MalformedProvenanceException {
        int covered = Names.number(cell(cells, what + "_COVERED"), Integer.MAX_VALUE, line);
        long missed = Names.number(cell(cells, what + "_MISSED"), Integer.MAX_VALUE, line);
        return new Counter(covered, covered + missed);
    }

    private String cell(List<String> cells, String column) {
        return cells.get(columns.getOrDefault(column, 0));
    }
}
