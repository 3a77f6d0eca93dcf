package dev.attest.provenance.report.coverage;

import dev.attest.provenance.MalformedProvenanceException;
import dev.attest.provenance.report.file.ReportLines;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Go's cover profile (golang.org/x/tools/cover): blocks as {@code file:line.column,line.column statements count}. Profiles
 * that were put behind each other have a {@code mode:} line each.
 */
final class GoProfile implements ReportLines.Handler {
    static final String FIRST = "mode: ";
    private static final Pattern MODE = Pattern.compile("mode: (set|count|atomic)");
    private static final Pattern BLOCK =
            Pattern.compile("(\\d{1,9})\\.(\\d{1,9}),(\\d{1,9})\\.(\\d{1,9}) (\\d{1,9}) (\\d{1,40})");

    private final CoverageReport report = new CoverageReport(Format.GO);

    CoverageReport report() {
        return report;
    }

    @Override
    public void line(String line, int number) throws MalformedProvenanceException {
        if (line.startsWith(FIRST)) {
            if (!MODE.matcher(line).matches()) {
                throw new MalformedProvenanceException("line " + number + ": expected the mode set, count or atomic");
            }
            return;
        }
        int colon = line.lastIndexOf(':');
        Matcher block = BLOCK.matcher(line.substring(colon + 1));
        if (colon < 0 || !block.matches()) {
            throw new MalformedProvenanceException(
                    "line " + number + ": expected file:line.column,line.column statements count");
        }
        report.count();
        Blocks file = report.file(Names.source(line.substring(0, colon), number), Blocks.class, Blocks::new);
        var place = new Blocks.Block(at(block, 1), at(block, 2), at(block, 3), at(block, 4));
        if (!file.add(place, at(block, 5), Names.hit(block.group(6), number))) {
            throw new MalformedProvenanceException("line " + number + ": a block told before with other statements");
        }
    }

    private static long at(Matcher block, int group) {
        return Long.parseLong(block.group(group));
    }
}
