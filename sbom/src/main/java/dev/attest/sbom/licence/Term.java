package dev.attest.sbom.licence;

import java.util.LinkedHashSet;
import java.util.List;

/** A part of an expression: one licence, or operands that all hold or of which one is chosen, each once, in order. */
record Term(Operator operator, List<String> operands) {
    enum Operator {
        NONE,
        AND,
        OR
    }

    Term {
        operands = List.copyOf(operands);
    }

    static Term of(String licence) {
        return new Term(Operator.NONE, List.of(licence));
    }

    static Term join(Operator operator, List<Term> terms) {
        if (terms.stream().distinct().count() == 1) {
            return terms.get(0);
        }
        var operands = new LinkedHashSet<String>();
        for (Term term : terms) {
            if (term.operator == operator || term.operator == Operator.NONE) {
                operands.addAll(term.operands);
            } else {
                operands.add("(" + term.text() + ")");
            }
        }
        return new Term(operands.size() == 1 ? Operator.NONE : operator, List.copyOf(operands));
    }

    String text() {
        return String.join(" " + operator + " ", operands);
    }
}
