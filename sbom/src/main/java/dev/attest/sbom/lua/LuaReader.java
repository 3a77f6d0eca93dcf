package dev.attest.sbom.lua;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The literals that a file of Lua assigns to global names, as rockspecs do (Lua 5.1 manual, sections 2.1 and 2.5.7).
 * Nothing is evaluated; what is computed, deeper than 32 tables or beyond 300,000 values is passed over.
 */
final class LuaReader {
    private static final int MAX_DEPTH = 32;
    private static final int MAX_VALUES = 300_000;

    private final String source;
    private int at;
    private int values;

    private LuaReader(String source) {
        this.source = source;
    }

    /** The assigned values by name; of equal names the last counts. */
    static Map<String, LuaValue> read(byte[] bytes) {
        return new LuaReader(new String(bytes, StandardCharsets.UTF_8)).assignments();
    }

    private Map<String, LuaValue> assignments() {
        var assigned = new LinkedHashMap<String, LuaValue>();
        blanks();
        while (at < source.length() && values < MAX_VALUES) {
            int start = at;
            String name = word();
            blanks();
            if (!name.isEmpty() && isAssignment()) {
                at++;
                assigned.put(name, value(0));
            } else if (at == start) {
                skipToken();
            }
            blanks();
        }
        return assigned;
    }

    private boolean isAssignment() {
        return peek(0) == '=' && peek(1) != '=';
    }

    private LuaValue value(int depth) {
        blanks();
        values++;
        LuaValue value = literal(depth);
        blanks();
        boolean whole = at >= source.length() || ",;}".indexOf(peek(0)) >= 0;
        // At the top nothing but the next statement ends a value.
        boolean ends = whole || (depth == 0 && (Character.isLetter(peek(0)) || peek(0) == '_'));
        if (value == null || !ends) {
            skipExpression(depth);
            return LuaValue.NOTHING;
        }
        return value;
    }

    private @Nullable LuaValue literal(int depth) {
        char c = peek(0);
        if (c == '{') {
            return depth >= MAX_DEPTH || values > MAX_VALUES ? null : table(depth);
        }
        if (c == '"' || c == '\'') {
            return new LuaValue(quoted(c), Map.of());
        }
        if (c == '[' && longBracket() >= 0) {
            return new LuaValue(longText(longBracket()), Map.of());
        }
        boolean number = Character.isDigit(c) || (c == '-' && Character.isDigit(peek(1)));
        String word = number ? number() : word();
        boolean constant = number || word.equals("true") || word.equals("false") || word.equals("nil");
        return constant ? new LuaValue(word, Map.of()) : null;
    }

    private LuaValue table(int depth) {
        var fields = new LinkedHashMap<String, LuaValue>();
        int position = 1;
        at++;
        blanks();
        while (at < source.length() && peek(0) != '}' && values < MAX_VALUES) {
            int before = at;
            String key = key();
            if (key.isEmpty()) {
                at = before;
                key = Integer.toString(position++);
            }
            fields.put(key, value(depth + 1));
            blanks();
            if (peek(0) == ',' || peek(0) == ';') {
                at++;
            }
            at += at == before ? 1 : 0;
            blanks();
        }
        at++;
        return new LuaValue("", fields);
    }

    /** The name before an equals sign, plain or as a text in brackets; empty where an element begins without. */
    private String key() {
        String key;
        if (peek(0) == '[' && longBracket() < 0) {
            at++;
            blanks();
            key = peek(0) == '"' || peek(0) == '\'' ? quoted(peek(0)) : "";
            blanks();
            at += peek(0) == ']' ? 1 : 0;
        } else {
            key = word();
        }
        blanks();
        if (!isAssignment()) {
            return "";
        }
        at++;
        return key;
    }

    /** Goes to the end of what cannot be read: the next separator of the same table, or the next line at the top. */
    private void skipExpression(int depth) {
        int open = 0;
        while (at < source.length()) {
            char c = peek(0);
            boolean end = open == 0 && (depth == 0 ? c == '\n' : ",;}".indexOf(c) >= 0);
            if (end) {
                return;
            }
            open += "{([".indexOf(c) >= 0 ? 1 : "})]".indexOf(c) >= 0 ? -1 : 0;
            open = Math.max(open, 0);
            skipToken();
        }
    }

    private void skipToken() {
        int before = at;
        char c = peek(0);
        if (c == '"' || c == '\'') {
            quoted(c);
        } else if (c == '[' && longBracket() >= 0) {
            longText(longBracket());
        } else if (c == '-' && peek(1) == '-') {
            comment();
        } else {
            word();
        }
        at += at == before ? 1 : 0;
    }

    private String quoted(char quote) {
        var text = new StringBuilder();
        at++;
        while (at < source.length() && peek(0) != quote && peek(0) != '\n') {
            char c = source.charAt(at++);
            if (c == '\\' && at < source.length()) {
                char escaped = source.charAt(at++);
                text.append(Character.isLetterOrDigit(escaped) || escaped == '\n' ? ' ' : escaped);
            } else {
                text.append(c);
            }
        }
        at++;
        return text.toString();
    }

    /** How many equals signs the long bracket here has, -1 where there is none. */
    private int longBracket() {
        int level = 0;
        while (peek(1 + level) == '=') {
            level++;
        }
        return peek(1 + level) == '[' ? level : -1;
    }

    private String longText(int level) {
        String close = "]" + "=".repeat(level) + "]";
        int start = at + 2 + level;
        int end = source.indexOf(close, start);
        at = end < 0 ? source.length() : end + close.length();
        return source.substring(Math.min(start, source.length()), end < 0 ? source.length() : end)
                .strip();
    }

    private void comment() {
        at += 2;
        if (peek(0) == '[' && longBracket() >= 0) {
            longText(longBracket());
        } else {
            int end = source.indexOf('\n', at);
            at = end < 0 ? source.length() : end;
        }
    }

    private String number() {
        int start = at++;
        while (Character.isLetterOrDigit(peek(0)) || peek(0) == '.') {
            at++;
        }
        return source.substring(start, at);
    }

    private String word() {
        int start = at;
        while (Character.isLetterOrDigit(peek(0)) || peek(0) == '_') {
            at++;
        }
        return source.substring(start, at);
    }

    private char peek(int ahead) {
        return at + ahead < source.length() ? source.charAt(at + ahead) : 0;
    }

    private void blanks() {
        while (at < source.length()) {
            if (Character.isWhitespace(peek(0))) {
                at++;
            } else if (peek(0) == '-' && peek(1) == '-') {
                comment();
            } else {
                return;
            }
        }
    }
}
