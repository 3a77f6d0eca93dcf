package dev.attest.sbom.catalog;

import java.util.Set;

/** Folders that by their name hold tests or examples: metadata of packages below them is there to be looked at, not used. */
public final class SampleFolders {
    private static final Set<String> NAMES = Set.of(
            "test",
            "tests",
            "__tests__",
            "testdata",
            "fixture",
            "fixtures",
            "__fixtures__",
            "__mocks__",
            "spec",
            "example",
            "examples",
            "sample",
            "samples",
            "benchmark",
            "benchmarks",
            "template",
            "templates");

    private SampleFolders() {}

    /** Whether one of the folders {@code parts[from]} to before {@code parts[to]} has such a name. */
    public static boolean isAmong(String[] parts, int from, int to) {
        for (int i = from; i < to; i++) {
            if (NAMES.contains(parts[i])) {
                return true;
            }
        }
        return false;
    }
}
