package dev.attest.provenance.report.coverage;

import dev.attest.provenance.MalformedProvenanceException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/** One report while it is read: its files, and what it claims that its files do not show. */
final class CoverageReport {
    private static final int MAX_FILES = 500_000;
    private static final int MAX_ENTRIES = 10_000_000;
    private static final int MAX_NOTES = 5;
    private static final double NEAR = 0.05;

    private final Format format;
    private final SortedMap<SourceFile, Measured> files = new TreeMap<>();
    private final List<String> notes = new ArrayList<>();
    private int entries;

    CoverageReport(Format format) {
        this.format = format;
    }

    Format format() {
        return format;
    }

    SortedMap<SourceFile, Measured> files() {
        return files;
    }

    List<String> notes() {
        return notes;
    }

    /** The file, new or told before in this report. */
    <M extends Measured> M file(SourceFile file, Class<M> kind, Supplier<M> made) throws MalformedProvenanceException {
        Measured measured = files.get(file);
        if (measured == null) {
            if (files.size() == MAX_FILES) {
                throw new MalformedProvenanceException("more than " + MAX_FILES + " source files");
            }
            measured = made.get();
            files.put(file, measured);
        }
        return kind.cast(measured);
    }

    /** To be called for each line or block, the number of which is bounded. */
    void count() throws MalformedProvenanceException {
        if (++entries > MAX_ENTRIES) {
            throw new MalformedProvenanceException("more than " + MAX_ENTRIES + " lines");
        }
    }

    void note(String note) {
        if (notes.size() < MAX_NOTES) {
            notes.add(note);
        }
    }

    Tally tally() {
        Tally sum = Tally.NONE;
        for (Measured measured : files.values()) {
            sum = sum.plus(measured.tally());
        }
        return sum;
    }

    /**
     * Compares a number that the report gives for all its files with what they add up to. A report that claims more lines
     * than it shows, or a worse ratio, is refused, because what is signed would be better than it; else the difference is
     * noted. Lines told twice may count twice in the claim.
     */
    void claim(Unit unit, Counter claimed) throws MalformedProvenanceException {
        Counter entries = Counter.NONE;
        for (Measured measured : files.values()) {
            entries = entries.plus(measured instanceof Lines lines ? lines.entries(unit) : Counter.NONE);
        }
        Counter shown = tally().get(unit);
        if (claimed.total() > entries.total() || (isWorse(claimed, shown, 0) && isWorse(claimed, entries, 0))) {
            throw disagreement(unit, claimed, shown);
        }
        if (!shown.equals(claimed)) {
            note(message(unit, claimed, shown));
        }
    }

    /** The same for numbers that tools count in another way than lines, so that they are only near to each other. */
    void claimNear(Unit unit, Counter claimed, Counter shown) throws MalformedProvenanceException {
        if (isWorse(claimed, shown, NEAR)) {
            throw disagreement(unit, claimed, shown);
        }
        if (!shown.equals(claimed)) {
            note(message(unit, claimed, shown));
        }
    }

    /** Of numbers as they are written; more covered than there are cannot be. */
    static Counter claimed(Unit unit, long covered, long total) throws MalformedProvenanceException {
        if (covered > total) {
            throw new MalformedProvenanceException(
                    "it claims " + covered + " of " + total + " " + unit.plural() + ", which cannot be");
        }
        return new Counter(covered, total);
    }

    private static boolean isWorse(Counter claimed, Counter shown, double near) {
        return !claimed.isEmpty()
                && !shown.isEmpty()
                && (double) claimed.covered() / claimed.total() + near < (double) shown.covered() / shown.total();
    }

    private static MalformedProvenanceException disagreement(Unit unit, Counter claimed, Counter shown) {
        return new MalformedProvenanceException(
                message(unit, claimed, shown) + ", so that its lines would look better than the report");
    }

    private static String message(Unit unit, Counter claimed, Counter shown) {
        return "it claims " + claimed + " " + unit.plural() + ", and its files add up to " + shown;
    }
}
