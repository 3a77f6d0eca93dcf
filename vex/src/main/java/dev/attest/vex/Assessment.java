package dev.attest.vex;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The status of a vulnerability and the fields that explain it. */
public record Assessment(
        Status status,
        Optional<String> statusNotes,
        Optional<Justification> justification,
        Optional<String> impactStatement,
        Optional<String> actionStatement,
        Optional<Instant> actionStatementTimestamp) {

    /** A status that needs no explanation. */
    public static Assessment of(Status status) {
        return new Assessment(
                status, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /**
     * What keeps this from being written: the schema's conditions, and go-vex's that a field belongs to one status only.
     */
    public List<String> problems() {
        var problems = new ArrayList<String>();
        if (status == Status.NOT_AFFECTED && justification.isEmpty() && impactStatement.isEmpty()) {
            problems.add("not_affected needs a justification or an impact_statement");
        }
        if (status == Status.AFFECTED && actionStatement.isEmpty()) {
            problems.add("affected needs an action_statement");
        }
        if (status != Status.NOT_AFFECTED && (justification.isPresent() || impactStatement.isPresent())) {
            problems.add("justification and impact_statement belong to not_affected only");
        }
        if (status != Status.AFFECTED && actionStatement.isPresent()) {
            problems.add("action_statement belongs to affected only");
        }
        return List.copyOf(problems);
    }
}
