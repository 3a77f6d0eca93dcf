package dev.attest.provenance.report.coverage;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** How many of how many were run through; {@code total} is never less than {@code covered}. */
public record Counter(long covered, long total) {
    /** None of none, of which there is no ratio. */
    public static final Counter NONE = new Counter(0, 0);

    /** Ratios are given with this many decimals. */
    static final int DECIMALS = 4;

    public Counter {
        if (covered < 0 || total < covered) {
            throw new IllegalArgumentException(covered + " of " + total + " are covered");
        }
    }

    Counter plus(Counter other) {
        return new Counter(Math.addExact(covered, other.covered), Math.addExact(total, other.total));
    }

    /** Whether there is anything that could be covered. */
    public boolean isEmpty() {
        return total == 0;
    }

    /** The ratio, rounded down so that what is not quite 0.8 never reads as 0.8; of nothing there is none. */
    public BigDecimal ratio() {
        if (isEmpty()) {
            throw new IllegalStateException("a ratio of nothing");
        }
        return BigDecimal.valueOf(covered).divide(BigDecimal.valueOf(total), DECIMALS, RoundingMode.DOWN);
    }

    /** Whether at least this part is covered, by the numbers themselves and not by the rounded ratio. */
    public boolean reaches(BigDecimal minimum) {
        return !isEmpty() && minimum.multiply(BigDecimal.valueOf(total)).compareTo(BigDecimal.valueOf(covered)) <= 0;
    }

    @Override
    public String toString() {
        return covered + " of " + total;
    }
}
