package dev.attest.provenance.report.junit;

import dev.attest.intoto.predicate.TestResult;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What all reports together show. */
final class Tally {
    private static final int MAX_NOTES = 20;

    private final Map<Outcome, Long> counts = new EnumMap<>(Outcome.class);
    private final NameList passed = new NameList();
    private final NameList warned = new NameList();
    private final NameList failed = new NameList();
    private final List<String> notes = new ArrayList<>();
    private long moreNotes;
    private long warnings;

    void add(Outcome outcome, String test) {
        counts.merge(outcome, 1L, Math::addExact);
        switch (outcome) {
            case PASSED -> passed.add(test);
            case FLAKY -> warned.add(test);
            case FAILED -> failed.add(test);
            case SKIPPED -> {}
        }
    }

    /** A suite of which not all is to be seen. */
    void warn(String suite) {
        warnings++;
        warned.add(suite);
    }

    /** Whether any test is known to have run. */
    boolean ran() {
        return count(Outcome.PASSED) + count(Outcome.FLAKY) + count(Outcome.FAILED) > 0;
    }

    void note(String note) {
        if (notes.size() < MAX_NOTES) {
            notes.add(note);
        } else {
            moreNotes++;
        }
    }

    TestResult.Counts counts() {
        return new TestResult.Counts(
                count(Outcome.PASSED), count(Outcome.FLAKY) + warnings, count(Outcome.FAILED), count(Outcome.SKIPPED));
    }

    TestResult.Names names() {
        return new TestResult.Names(passed.list(), warned.list(), failed.list());
    }

    List<String> notes() {
        var all = new ArrayList<>(notes);
        if (moreNotes > 0) {
            all.add("and " + moreNotes + " more");
        }
        return List.copyOf(all);
    }

    private long count(Outcome outcome) {
        return counts.getOrDefault(outcome, 0L);
    }
}
