package dev.attest.provenance.report.coverage;

import dev.attest.provenance.MalformedProvenanceException;

/**
 * What the records of a tracefile claim of their lines or branches ({@code LF} and {@code LH}, {@code BRF} and
 * {@code BRH}), and what those that claim something show. LLVM counts a line once for each function that it is of.
 */
final class LcovClaim {
    private final Unit unit;
    private long covered = -1;
    private long total = -1;
    private long shownCovered;
    private long shownTotal;
    private Counter claimed = Counter.NONE;
    private Counter shown = Counter.NONE;

    LcovClaim(Unit unit) {
        this.unit = unit;
    }

    void total(long number) {
        total = number;
    }

    void covered(long number) {
        covered = number;
    }

    void show(boolean hit) {
        shownTotal++;
        shownCovered += hit ? 1 : 0;
    }

    /** The record ends. */
    void end() throws MalformedProvenanceException {
        if (total >= 0 && covered >= 0) {
            claimed = claimed.plus(CoverageReport.claimed(unit, covered, total));
            shown = shown.plus(new Counter(shownCovered, shownTotal));
        }
        covered = -1;
        total = -1;
        shownCovered = 0;
        shownTotal = 0;
    }

    void compare(CoverageReport report) throws MalformedProvenanceException {
        report.claimNear(unit, claimed, shown);
    }
}
