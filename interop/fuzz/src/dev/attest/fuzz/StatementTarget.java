package dev.attest.fuzz;

import dev.attest.intoto.MalformedStatementException;
import dev.attest.intoto.Statement;

/** in-toto Statements. */
public final class StatementTarget {
    private StatementTarget() {}

    public static void fuzzerTestOneInput(byte[] input) {
        try {
            Statement.parse(input);
        } catch (MalformedStatementException e) {
            // What malformed input has to end in.
        }
    }
}
