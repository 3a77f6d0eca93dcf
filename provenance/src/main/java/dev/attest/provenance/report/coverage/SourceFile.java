package dev.attest.provenance.report.coverage;

/**
 * A file of the source as a report names it.
 *
 * @param scope which module it is of, where the report says it, else empty
 * @param path its path, or of Java its package and name
 */
record SourceFile(String scope, String path) implements Comparable<SourceFile> {
    private static final int MAX_PATH = 4_096;

    SourceFile {
        if (path.isBlank() || path.length() > MAX_PATH) {
            throw new IllegalArgumentException("a source file is named by 1 to " + MAX_PATH + " characters");
        }
    }

    /** A path names one file wherever it stands in a report; one that begins nowhere may name several. */
    boolean isAbsolute() {
        return path.startsWith("/") || path.matches("[A-Za-z]:[/\\\\].*");
    }

    @Override
    public int compareTo(SourceFile other) {
        int byScope = scope.compareTo(other.scope);
        return byScope != 0 ? byScope : path.compareTo(other.path);
    }
}
