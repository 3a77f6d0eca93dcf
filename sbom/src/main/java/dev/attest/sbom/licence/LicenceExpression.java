package dev.attest.sbom.licence;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * An SPDX licence expression (SPDX 2.3 annex D, SPDX 3 annex B) of which every identifier is known. Its text is
 * canonical: identifiers in the case of SPDX's list, deprecated ones replaced where one successor means the same,
 * operators in upper case, an operand named once, parentheses only where AND and OR mix. Equal by that text.
 */
public final class LicenceExpression {
    private final Term term;
    private final SortedSet<String> licences;
    private final SortedSet<String> references;

    LicenceExpression(Term term, Collection<String> licences, Collection<String> references) {
        this.term = term;
        this.licences = Collections.unmodifiableSortedSet(new TreeSet<>(licences));
        this.references = Collections.unmodifiableSortedSet(new TreeSet<>(references));
    }

    /** The expression, or none: other words, unknown identifiers, more than 8192 characters or 40 parentheses deep. */
    public static Optional<LicenceExpression> parse(String text) {
        return ExpressionParser.parse(text);
    }

    /** All of them hold. */
    public static LicenceExpression allOf(List<LicenceExpression> expressions) {
        return joined(Term.Operator.AND, expressions);
    }

    /** One of them is to be chosen. */
    public static LicenceExpression anyOf(List<LicenceExpression> expressions) {
        return joined(Term.Operator.OR, expressions);
    }

    /** A licence that SPDX does not list, by a name that others gave it: {@code LicenseRef-} and the name. */
    public static LicenceExpression reference(String name) {
        String tail = name.strip().replaceAll("[^A-Za-z0-9.]+", "-").replaceAll("^-+|-+$", "");
        String reference = "LicenseRef-" + (tail.isEmpty() ? "unnamed" : tail);
        return new LicenceExpression(Term.of(reference), List.of(), List.of(reference));
    }

    private static LicenceExpression joined(Term.Operator operator, List<LicenceExpression> expressions) {
        if (expressions.isEmpty()) {
            throw new IllegalArgumentException("an expression has an operand");
        }
        var licences = new TreeSet<String>();
        var references = new TreeSet<String>();
        expressions.forEach(one -> licences.addAll(one.licences));
        expressions.forEach(one -> references.addAll(one.references));
        List<Term> terms = expressions.stream().map(one -> one.term).toList();
        return new LicenceExpression(Term.join(operator, terms), licences, references);
    }

    /** The canonical text. */
    public String text() {
        return term.text();
    }

    /** The identifiers of SPDX's list in it, without {@code +} and without exceptions. */
    public SortedSet<String> licences() {
        return licences;
    }

    /** The {@code LicenseRef-}, {@code DocumentRef-…:LicenseRef-} and {@code AdditionRef-} in it. */
    public SortedSet<String> references() {
        return references;
    }

    /** The only licence of SPDX's list, where the expression is nothing but its identifier. */
    public Optional<String> single() {
        return licences.size() == 1 && licences.first().equals(text()) ? Optional.of(text()) : Optional.empty();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LicenceExpression expression
                && expression.text().equals(text());
    }

    @Override
    public int hashCode() {
        return text().hashCode();
    }

    @Override
    public String toString() {
        return text();
    }
}
