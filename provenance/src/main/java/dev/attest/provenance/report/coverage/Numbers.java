package dev.attest.provenance.report.coverage;

import java.util.Map;

/** The numbers alone of one class, which nothing can be merged with. */
record Numbers(Counter lines, Counter branches) implements Measured {
    @Override
    public Measured with(Measured other) throws UnmergeableException {
        throw new UnmergeableException("numbers without their lines");
    }

    @Override
    public boolean isSameSourceAs(Measured other) {
        return true;
    }

    @Override
    public Tally tally() {
        return new Tally(Map.of(Unit.LINE, lines, Unit.BRANCH, branches), true);
    }
}
