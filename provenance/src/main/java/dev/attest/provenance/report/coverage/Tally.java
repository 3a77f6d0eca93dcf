package dev.attest.provenance.report.coverage;

import java.util.EnumMap;
import java.util.Map;

/** Numbers by unit; {@code branchesKnown} is false where measurements of one line could not be put together truly. */
record Tally(Map<Unit, Counter> counters, boolean branchesKnown) {
    static final Tally NONE = new Tally(Map.of(), true);

    Tally {
        counters = Map.copyOf(counters);
    }

    Tally plus(Tally other) {
        var sum = new EnumMap<Unit, Counter>(Unit.class);
        sum.putAll(counters);
        other.counters.forEach((unit, counter) -> sum.merge(unit, counter, Counter::plus));
        return new Tally(sum, branchesKnown && other.branchesKnown);
    }

    Counter get(Unit unit) {
        return counters.getOrDefault(unit, Counter.NONE);
    }
}
