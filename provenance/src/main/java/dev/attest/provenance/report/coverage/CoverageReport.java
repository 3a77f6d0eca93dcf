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

    /** Notes a number that the report gives for all its files and that they do not add up to. */
    void claim(Unit unit, long covered, long total) throws MalformedProvenanceException {
        if (covered > total) {
            throw new MalformedProvenanceException(
                    "it claims " + covered + " of " + total + " " + unit.ratioName() + "s, which cannot be");
        }
        Counter shown = tally().get(unit);
        if (!shown.equals(new Counter(covered, total))) {
            note("it claims " + covered + " of " + total + " " + unit.ratioName() + "s, and its files add up to "
                    + shown);
        }
    }
}
