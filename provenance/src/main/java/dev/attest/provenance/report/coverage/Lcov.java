package dev.attest.provenance.report.coverage;

import dev.attest.provenance.MalformedProvenanceException;
import dev.attest.provenance.report.file.ReportLines;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * LCOV's tracefile (geninfo(1), FILES): one record for each source file, {@code SF} to {@code end_of_record}, with a
 * {@code DA} for each line and a {@code BRDA} for each branch.
 */
final class Lcov implements ReportLines.Handler {
    private final CoverageReport report = new CoverageReport(Format.LCOV);
    private @Nullable Lines file;
    private String path = "";
    private final LcovClaim lines = new LcovClaim(Unit.LINE);
    private final LcovClaim ways = new LcovClaim(Unit.BRANCH);
    private final TreeMap<Integer, int[]> branches = new TreeMap<>();

    CoverageReport report() throws MalformedProvenanceException {
        if (file != null) {
            throw new MalformedProvenanceException("the record of " + path + " breaks off");
        }
        lines.compare(report);
        ways.compare(report);
        return report;
    }

    @Override
    public void line(String line, int number) throws MalformedProvenanceException {
        if (line.equals("end_of_record")) {
            end(number);
            return;
        }
        int colon = line.indexOf(':');
        String key = colon < 0 ? line : line.substring(0, colon);
        String value = line.substring(colon + 1);
        if (key.equals("SF")) {
            begin(value.strip(), number);
        } else if (key.equals("DA")) {
            data(value, number);
        } else if (key.equals("BRDA")) {
            branch(value, number);
        } else if (key.equals("LF") || key.equals("BRF")) {
            (key.equals("LF") ? lines : ways).total(count(value, number));
        } else if (key.equals("LH") || key.equals("BRH")) {
            (key.equals("LH") ? lines : ways).covered(count(value, number));
        } else if (!key.matches("#.*|[A-Z]{2,6}")) {
            throw new MalformedProvenanceException("line " + number + ": expected a record of LCOV");
        }
    }

    private static int count(String value, int number) throws MalformedProvenanceException {
        return Names.number(value.strip(), Integer.MAX_VALUE, number);
    }

    private void begin(String name, int number) throws MalformedProvenanceException {
        if (file != null) {
            throw new MalformedProvenanceException("line " + number + ": the record before has no end");
        }
        path = name;
        file = report.file(Names.source(name, number), Lines.class, Lines::new);
        branches.clear();
    }

    /** Line, how often, and perhaps a checksum. */
    private void data(String value, int number) throws MalformedProvenanceException {
        String[] parts = value.split(",", 3);
        if (parts.length < 2) {
            throw new MalformedProvenanceException("line " + number + ": expected DA:line,count");
        }
        report.count();
        boolean hit = Names.hit(parts[1].strip(), number);
        open(number).line(Names.number(parts[0].strip(), Lines.MAX_LINE, number), hit);
        lines.show(hit);
    }

    /** Line, block, branch and how often, where {@code -} is never; a branch may be an expression with commas in it. */
    private void branch(String value, int number) throws MalformedProvenanceException {
        int first = value.indexOf(',');
        int last = value.lastIndexOf(',');
        if (first < 0 || last == first) {
            throw new MalformedProvenanceException("line " + number + ": expected BRDA:line,block,branch,count");
        }
        report.count();
        open(number);
        String taken = value.substring(last + 1).strip();
        int[] counts = branches.computeIfAbsent(
                Names.number(value.substring(0, first).strip(), Lines.MAX_LINE, number), line -> new int[2]);
        boolean hit = !taken.equals("-") && Names.hit(taken, number);
        ways.show(hit);
        counts[0] += hit ? 1 : 0;
        if (++counts[1] > Lines.MAX_BRANCHES) {
            throw new MalformedProvenanceException("line " + number + ": too many branches of one line");
        }
    }

    private void end(int number) throws MalformedProvenanceException {
        Lines ended = open(number);
        lines.end();
        ways.end();
        branches.forEach((line, counts) -> ended.branches(line, counts[0], counts[1]));
        branches.clear();
        file = null;
    }

    private Lines open(int number) throws MalformedProvenanceException {
        if (file == null) {
            throw new MalformedProvenanceException("line " + number + ": expected SF before it");
        }
        return file;
    }
}
