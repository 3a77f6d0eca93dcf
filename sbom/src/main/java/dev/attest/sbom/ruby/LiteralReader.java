package dev.attest.sbom.ruby;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Ruby's literals in one line of source, as RubyGems writes them into a gemspec: texts in quotes or {@code %q<>}, with or
 * without {@code .freeze}, arrays and hashes of texts. Nothing is evaluated: what is computed is no literal.
 */
final class LiteralReader {
    private static final String FREEZE = ".freeze";
    private static final String VERSION = "Gem::Version.new(";

    private final String line;
    private int at;

    LiteralReader(String line) {
        this.line = line;
    }

    /** The text that begins here. */
    Optional<String> text() {
        blanks();
        if (line.startsWith(VERSION, at)) {
            at += VERSION.length();
            Optional<String> inner = text();
            return skip(')') ? inner : Optional.empty();
        }
        Optional<String> text = quoted();
        if (text.isPresent() && line.startsWith(FREEZE, at)) {
            at += FREEZE.length();
        }
        return text;
    }

    /** The texts of the array that begins here, or one text alone; none when an element is computed. */
    List<String> texts() {
        blanks();
        if (!skip('[')) {
            return text().stream().toList();
        }
        var texts = new ArrayList<String>();
        while (!skip(']')) {
            Optional<String> text = text();
            if (text.isEmpty()) {
                return List.of();
            }
            texts.add(text.get());
            if (!skip(',')) {
                return skip(']') ? texts : List.of();
            }
        }
        return texts;
    }

    /** The pairs of the hash of texts that begins here; none when one of them is computed. */
    Map<String, String> pairs() {
        var pairs = new LinkedHashMap<String, String>();
        if (!skip('{')) {
            return Map.of();
        }
        while (!skip('}')) {
            Optional<String> key = text();
            boolean arrow = skip('=') && skip('>');
            Optional<String> value = arrow ? text() : Optional.empty();
            if (key.isEmpty() || value.isEmpty()) {
                return Map.of();
            }
            pairs.put(key.get(), value.get());
            if (!skip(',')) {
                return skip('}') ? pairs : Map.of();
            }
        }
        return pairs;
    }

    private Optional<String> quoted() {
        if (line.startsWith("%q<", at)) {
            int end = line.indexOf('>', at);
            String text = end < 0 ? "" : line.substring(at + 3, end);
            at = end < 0 ? line.length() : end + 1;
            return end < 0 ? Optional.empty() : Optional.of(text);
        }
        char quote = at < line.length() ? line.charAt(at) : 0;
        if (quote != '"' && quote != '\'') {
            return Optional.empty();
        }
        at++;
        var text = new StringBuilder();
        while (at < line.length()) {
            char c = line.charAt(at++);
            if (c == quote) {
                return Optional.of(text.toString());
            }
            boolean computed = quote == '"' && c == '#' && at < line.length() && "{$@".indexOf(line.charAt(at)) >= 0;
            if (computed) {
                return Optional.empty();
            }
            if (c == '\\' && at < line.length()) {
                escape(quote, text);
            } else {
                text.append(c);
            }
        }
        return Optional.empty();
    }

    private void escape(char quote, StringBuilder text) {
        char c = line.charAt(at++);
        if (quote == '\'') {
            text.append(c == '\'' || c == '\\' ? "" : "\\").append(c);
        } else if (c == 'u') {
            unicode(text);
        } else if (c == 'x') {
            at += hexDigits(at, 2);
            text.append('\ufffd');
        } else if ("nrtsabefv0".indexOf(c) >= 0) {
            text.append(' ');
        } else {
            text.append(c);
        }
    }

    private void unicode(StringBuilder text) {
        boolean braces = at < line.length() && line.charAt(at) == '{';
        int start = braces ? at + 1 : at;
        int digits = hexDigits(start, braces ? 6 : 4);
        int codePoint = digits == 0 ? 0xfffd : Integer.parseInt(line.substring(start, start + digits), 16);
        text.appendCodePoint(Character.isValidCodePoint(codePoint) && !isSurrogate(codePoint) ? codePoint : 0xfffd);
        at = start + digits;
        if (braces) {
            skip('}');
        }
    }

    private static boolean isSurrogate(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }

    private int hexDigits(int from, int most) {
        int count = 0;
        while (count < most && from + count < line.length() && Character.digit(line.charAt(from + count), 16) >= 0) {
            count++;
        }
        return count;
    }

    private boolean skip(char expected) {
        blanks();
        boolean found = at < line.length() && line.charAt(at) == expected;
        at += found ? 1 : 0;
        return found;
    }

    private void blanks() {
        while (at < line.length() && (line.charAt(at) == ' ' || line.charAt(at) == '\t')) {
            at++;
        }
    }
}
