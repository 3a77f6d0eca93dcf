package dev.attest.sbom.licence;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Reads expressions by annex D's grammar: {@code +} binds closest, then WITH, AND, OR. */
final class ExpressionParser {
    private static final int MAX_LENGTH = 8192;
    private static final int MAX_DEPTH = 40;
    private static final Pattern LICENCE_REFERENCE =
            Pattern.compile("(?:DocumentRef-[A-Za-z0-9.-]+:)?LicenseRef-[A-Za-z0-9.-]+");
    private static final Pattern ADDITION_REFERENCE =
            Pattern.compile("(?:DocumentRef-[A-Za-z0-9.-]+:)?AdditionRef-[A-Za-z0-9.-]+");

    private final SpdxLicences list = SpdxLicences.list();
    private final List<String> tokens;
    private final Set<String> licences = new TreeSet<>();
    private final Set<String> references = new TreeSet<>();
    private int at;

    /** The text is no expression; nobody looks at where. */
    private static final class NoExpressionException extends Exception {
        private static final long serialVersionUID = 1L;

        NoExpressionException() {
            super("no expression", null, false, false);
        }
    }

    private ExpressionParser(List<String> tokens) {
        this.tokens = tokens;
    }

    static Optional<LicenceExpression> parse(String text) {
        if (text.isBlank() || text.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        var parser = new ExpressionParser(tokens(text));
        try {
            Term term = parser.either(0);
            return parser.at < parser.tokens.size()
                    ? Optional.empty()
                    : Optional.of(new LicenceExpression(term, parser.licences, parser.references));
        } catch (NoExpressionException e) {
            return Optional.empty();
        }
    }

    private static List<String> tokens(String text) {
        var tokens = new ArrayList<String>();
        int start = 0;
        for (int i = 0; i <= text.length(); i++) {
            char c = i < text.length() ? text.charAt(i) : ' ';
            if (c == '(' || c == ')' || Character.isWhitespace(c)) {
                if (i > start) {
                    tokens.add(text.substring(start, i));
                }
                if (c == '(' || c == ')') {
                    tokens.add(String.valueOf(c));
                }
                start = i + 1;
            }
        }
        return tokens;
    }

    private Term either(int depth) throws NoExpressionException {
        var terms = new ArrayList<>(List.of(all(depth)));
        while (accept("OR")) {
            terms.add(all(depth));
        }
        return Term.join(Term.Operator.OR, terms);
    }

    private Term all(int depth) throws NoExpressionException {
        var terms = new ArrayList<>(List.of(operand(depth)));
        while (accept("AND")) {
            terms.add(operand(depth));
        }
        return Term.join(Term.Operator.AND, terms);
    }

    private Term operand(int depth) throws NoExpressionException {
        String token = next();
        if (token.equals("(")) {
            if (depth == MAX_DEPTH) {
                throw new NoExpressionException();
            }
            Term inner = either(depth + 1);
            if (!next().equals(")")) {
                throw new NoExpressionException();
            }
            return inner;
        }
        String licence = LICENCE_REFERENCE.matcher(token).matches() ? reference(token) : licence(token);
        return Term.of(accept("WITH") ? with(licence, next()) : licence);
    }

    /** A deprecated identifier's successor may bring an exception along, which leaves no room for another. */
    private String licence(String token) throws NoExpressionException {
        boolean later = token.endsWith("+");
        Optional<String> whole = list.licence(token);
        String bare = later && whole.isEmpty() ? token.substring(0, token.length() - 1) : token;
        String known = list.licence(bare).orElseThrow(NoExpressionException::new);
        String current = list.replacement(known).orElse(known);
        if (current.contains(" ") && (later || isNext("WITH"))) {
            current = known;
        }
        licences.add(current.split(" ", 2)[0]);
        return later && whole.isEmpty() ? orLater(current) : current;
    }

    /** {@code GPL-2.0-only+} is what the list calls {@code GPL-2.0-or-later}. */
    private String orLater(String licence) {
        if (licence.endsWith("-or-later")) {
            return licence;
        }
        if (licence.endsWith("-only")) {
            licences.remove(licence);
            String later = licence.substring(0, licence.length() - "-only".length()) + "-or-later";
            licences.add(later);
            return later;
        }
        return licence + "+";
    }

    private String with(String licence, String token) throws NoExpressionException {
        boolean isReference = ADDITION_REFERENCE.matcher(token).matches();
        String exception =
                isReference ? reference(token) : list.exception(token).orElseThrow(NoExpressionException::new);
        return licence + " WITH " + exception;
    }

    private String reference(String token) {
        references.add(token);
        return token;
    }

    private String next() throws NoExpressionException {
        if (at == tokens.size()) {
            throw new NoExpressionException();
        }
        return tokens.get(at++);
    }

    private boolean accept(String operator) {
        boolean here = isNext(operator);
        at += here ? 1 : 0;
        return here;
    }

    /** Operators are all in upper or, since SPDX 3, all in lower case. */
    private boolean isNext(String operator) {
        if (at == tokens.size()) {
            return false;
        }
        String token = tokens.get(at);
        return token.equals(operator) || token.equals(operator.toLowerCase(Locale.ROOT));
    }
}
