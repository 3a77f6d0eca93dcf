package dev.attest.provenance.report.junit;

import java.util.List;
import java.util.TreeSet;

/** The first names in their order, however many there are; where some are left out, the counts tell. */
final class NameList {
    /** At most this many tests of one outcome are named. */
    static final int MAX_NAMES = 2_000;

    private final TreeSet<String> names = new TreeSet<>();

    void add(String name) {
        names.add(name);
        if (names.size() > MAX_NAMES) {
            names.pollLast();
        }
    }

    List<String> list() {
        return List.copyOf(names);
    }
}
