package dev.attest.provenance.report.coverage;

import java.util.Map;

/**
 * The lines and branches of one source file. The same line may be told several times, by several reports or by one: it is
 * covered when any of them ran through it. Of branches only their number is known, so that two half covered ones can be
 * the same or not; a sum that cannot be told is none.
 */
final class Lines implements Measured {
    /** The largest number of a line that is read. */
    static final int MAX_LINE = (1 << 24) - 1;

    /** The largest number of branches of one line that is read. */
    static final int MAX_BRANCHES = (1 << 19) - 1;

    // line << 1 | covered, and line << 38 | total << 19 | covered
    private final LongList lines = new LongList();
    private final LongList branches = new LongList();

    void line(int number, boolean covered) {
        lines.add((long) number << 1 | (covered ? 1 : 0));
    }

    void branches(int number, int covered, int total) {
        branches.add((long) number << 38 | (long) total << 19 | covered);
    }

    @Override
    public Measured with(Measured other) throws UnmergeableException {
        if (!(other instanceof Lines that)) {
            throw new UnmergeableException("lines and numbers alone");
        }
        var both = new Lines();
        both.lines.addAll(lines);
        both.lines.addAll(that.lines);
        both.branches.addAll(branches);
        both.branches.addAll(that.branches);
        return both;
    }

    @Override
    public boolean isSameSourceAs(Measured other) {
        return other instanceof Lines that && signature() == that.signature();
    }

    @Override
    public Tally tally() {
        return new Tally(Map.of(Unit.LINE, countLines(), Unit.BRANCH, countBranches()), branchesKnown());
    }

    /** What was told, each entry for itself, also where a line was told before. */
    Counter entries(Unit unit) {
        long covered = 0;
        long total = 0;
        if (unit == Unit.LINE) {
            total = lines.size();
            for (int i = 0; i < lines.size(); i++) {
                covered += lines.get(i) & 1;
            }
        } else {
            for (int i = 0; i < branches.size(); i++) {
                total += total(i);
                covered += covered(i);
            }
        }
        return new Counter(covered, total);
    }

    private Counter countLines() {
        lines.sort();
        long covered = 0;
        long total = 0;
        for (int i = 0; i < lines.size(); i++) {
            // The covered one of several entries of a line is the last of them.
            if (i + 1 == lines.size() || lines.get(i) >> 1 != lines.get(i + 1) >> 1) {
                total++;
                covered += lines.get(i) & 1;
            }
        }
        return new Counter(covered, total);
    }

    private Counter countBranches() {
        branches.sort();
        long covered = 0;
        long total = 0;
        for (int i = 0; i < branches.size(); i++) {
            // The last entry of a line has the largest total and, of those, the largest number of covered ones.
            if (i + 1 == branches.size() || branches.get(i) >> 38 != branches.get(i + 1) >> 38) {
                total += total(i);
                covered += covered(i);
            }
        }
        return new Counter(covered, total);
    }

    private boolean branchesKnown() {
        branches.sort();
        for (int i = 0; i + 1 < branches.size(); i++) {
            boolean sameLine = branches.get(i) >> 38 == branches.get(i + 1) >> 38;
            boolean told = total(i) == total(i + 1) && (covered(i) == 0 || covered(i + 1) == total(i + 1));
            if (sameLine && !told) {
                return false;
            }
        }
        return true;
    }

    /** A number that is the same for the same set of lines, and hardly ever for another. */
    private long signature() {
        lines.sort();
        long signature = 17;
        long last = -1;
        for (int i = 0; i < lines.size(); i++) {
            long line = lines.get(i) >> 1;
            if (line != last) {
                signature = signature * 1_000_003 + line;
            }
            last = line;
        }
        return signature;
    }

    private int total(int index) {
        return (int) (branches.get(index) >> 19) & MAX_BRANCHES;
    }

    private int covered(int index) {
        return (int) branches.get(index) & MAX_BRANCHES;
    }
}
