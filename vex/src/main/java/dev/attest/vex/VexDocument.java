package dev.attest.vex;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A VEX document, whatever its format. Its statements may contradict each other over time: the latest one that matches
 * is in effect (OpenVEX v0.2.0, Updating Statements).
 */
public record VexDocument(DocumentInfo info, Optional<Instant> timestamp, List<VexStatement> statements) {
    public VexDocument {
        statements = List.copyOf(statements);
    }

    /** When the statement was made: its own time, or the document's. */
    public Optional<Instant> timeOf(VexStatement statement) {
        return statement.timestamp().or(() -> timestamp);
    }

    /**
     * The statement in effect, if any. Of two made at the same time the more cautious one counts, so that the order in the
     * document decides nothing; {@code subcomponent} is empty for the product alone.
     */
    public Optional<VexStatement> effective(String vulnerability, String product, String subcomponent) {
        return statements.stream()
                .filter(statement -> statement.matches(vulnerability, product, subcomponent))
                .max(Comparator.comparing((VexStatement one) -> timeOf(one).orElse(Instant.MIN))
                        .thenComparing(one -> one.assessment().status()));
    }
}
