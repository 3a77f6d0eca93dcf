package dev.attest.provenance.report.coverage;

/** What a report says of one source file, as finely as its form allows. */
sealed interface Measured permits Lines, Blocks, Numbers {
    /** The same file, as two reports have measured it. */
    Measured with(Measured other) throws UnmergeableException;

    /** Whether both were measured on the same text, as far as the places show that were measured. */
    boolean isSameSourceAs(Measured other);

    Tally tally();

    /** Two measurements that have no true sum; the message says of what. */
    final class UnmergeableException extends Exception {
        private static final long serialVersionUID = 1L;

        UnmergeableException(String what) {
            super(what);
        }
    }
}
