package dev.attest.sbom.erlang;

import dev.attest.sbom.Gap;
import dev.attest.sbom.catalog.UnreadFileException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the first term of a file of Erlang terms (file:consult/1): tuples, lists, maps, atoms, strings, binaries of a
 * string, numbers; comments begin with %. At most 64 deep and 500,000 terms.
 */
final class TermReader {
    private static final int MAX_DEPTH = 64;
    private static final int MAX_TERMS = 500_000;
    private static final String WORD = "_@.#";

    private final String text;
    private int at;
    private int terms;

    private TermReader(String text) {
        this.text = text;
    }

    static Term read(byte[] bytes) throws UnreadFileException {
        return new TermReader(new String(bytes, StandardCharsets.UTF_8)).term(0);
    }

    private Term term(int depth) throws UnreadFileException {
        if (depth > MAX_DEPTH || ++terms > MAX_TERMS) {
            throw new UnreadFileException(
                    Gap.Kind.LIMIT, "terms deeper than " + MAX_DEPTH + " or more than " + MAX_TERMS);
        }
        blanks();
        char c = peek();
        if (c == '{') {
            return elements('}', depth);
        }
        if (c == '[') {
            return elements(']', depth);
        }
        if (c == '#' && text.startsWith("#{", at)) {
            at++;
            return elements('}', depth);
        }
        if (c == '<' && text.startsWith("<<", at)) {
            return binary(depth);
        }
        if (c == '"') {
            return strings();
        }
        return new Term(c == '\'' ? quoted('\'') : word(), List.of());
    }

    private Term elements(char end, int depth) throws UnreadFileException {
        var elements = new ArrayList<Term>();
        at++;
        blanks();
        while (peek() != end) {
            elements.add(term(depth + 1));
            blanks();
            // The keys and values of a map, and the tail of a list, say nothing here: they are elements like others.
            if (text.startsWith("=>", at) || text.startsWith(":=", at)) {
                at += 2;
            } else if (peek() == ',' || peek() == '|') {
                at++;
            } else if (peek() != end) {
                throw malformed("',' or '" + end + "'");
            }
            blanks();
        }
        at++;
        return new Term("", elements);
    }

    private Term binary(int depth) throws UnreadFileException {
        at += 2;
        blanks();
        Term inner = text.startsWith(">>", at) ? Term.NOTHING : term(depth + 1);
        int end = text.indexOf(">>", at);
        if (end < 0) {
            throw malformed("'>>'");
        }
        at = end + 2;
        return inner;
    }

    /** Strings side by side are one. */
    private Term strings() throws UnreadFileException {
        var all = new StringBuilder();
        while (peek() == '"') {
            all.append(quoted('"'));
            blanks();
        }
        return new Term(all.toString(), List.of());
    }

    private String quoted(char quote) throws UnreadFileException {
        var value = new StringBuilder();
        at++;
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == quote) {
                return value.toString();
            }
            boolean escape = c == '\\' && at < text.length();
            value.append(escape ? escaped(text.charAt(at++)) : c);
        }
        throw malformed("the end of a text");
    }

    /** What the file means by an escape matters nowhere; a space keeps words apart. */
    private static char escaped(char c) {
        return Character.isLetterOrDigit(c) ? ' ' : c;
    }

    private String word() throws UnreadFileException {
        int start = at;
        while (at < text.length() && isWord(at, start)) {
            at++;
        }
        if (at == start) {
            throw malformed("a term");
        }
        return text.substring(start, at);
    }

    private boolean isWord(int index, int start) {
        char c = text.charAt(index);
        boolean sign = index == start && (c == '-' || c == '+' || c == '$');
        return Character.isLetterOrDigit(c) || WORD.indexOf(c) >= 0 || sign;
    }

    private char peek() {
        return at < text.length() ? text.charAt(at) : 0;
    }

    private void blanks() {
        while (at < text.length() && (Character.isWhitespace(text.charAt(at)) || text.charAt(at) == '%')) {
            if (text.charAt(at) == '%') {
                int end = text.indexOf('\n', at);
                at = end < 0 ? text.length() : end;
            } else {
                at++;
            }
        }
    }

    private UnreadFileException malformed(String expected) {
        return new UnreadFileException(
                Gap.Kind.UNREADABLE, "not Erlang terms: expected " + expected + " at character " + at);
    }
}
