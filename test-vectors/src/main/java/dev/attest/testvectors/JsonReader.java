package dev.attest.testvectors;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the documents that a {@link FakeRegistry} is given: objects as maps, arrays as lists, strings as strings, anything
 * else as its text. A JSON library is left out on purpose, because the module that sets ours up is itself tested with these
 * vectors.
 */
final class JsonReader {
    private static final int MAX_DEPTH = 64;

    private final String text;
    private int at;
    private int depth;

    private JsonReader(String text) {
        this.text = text;
    }

    /** The object that a document is, or nothing when it is none. */
    static Optional<Map<?, ?>> object(String text) {
        try {
            var reader = new JsonReader(text);
            Object value = reader.value();
            return reader.peek() == 0 && value instanceof Map<?, ?> map ? Optional.of(map) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** A member that is a string, or the empty string. */
    static String text(Map<?, ?> object, String name) {
        return object.get(name) instanceof String value ? value : "";
    }

    /** A member that is an object, or an empty one. */
    static Map<?, ?> object(Map<?, ?> object, String name) {
        return object.get(name) instanceof Map<?, ?> value ? value : Map.of();
    }

    /** The objects in a member that is an array. */
    static List<Map<?, ?>> objects(Map<?, ?> object, String name) {
        var found = new ArrayList<Map<?, ?>>();
        if (object.get(name) instanceof List<?> values) {
            for (Object value : values) {
                if (value instanceof Map<?, ?> map) {
                    found.add(map);
                }
            }
        }
        return found;
    }

    /** A string as JSON writes it. */
    static String quote(String value) {
        return "\"" + value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + "\"";
    }

    private Object value() {
        if (++depth > MAX_DEPTH) {
            throw malformed();
        }
        Object value =
                switch (peek()) {
                    case '{' -> members();
                    case '[' -> elements();
                    case '"' -> string();
                    default -> literal();
                };
        depth--;
        return value;
    }

    private Map<String, Object> members() {
        var members = new LinkedHashMap<String, Object>();
        at++;
        if (peek() == '}') {
            at++;
            return members;
        }
        do {
            peek();
            String name = string();
            take(':');
            members.put(name, value());
        } while (more('}'));
        return members;
    }

    private List<Object> elements() {
        var elements = new ArrayList<Object>();
        at++;
        if (peek() == ']') {
            at++;
            return elements;
        }
        do {
            elements.add(value());
        } while (more(']'));
        return elements;
    }

    private String string() {
        take('"');
        var value = new StringBuilder();
        while (at < text.length() && text.charAt(at) != '"') {
            char c = text.charAt(at++);
            value.append(c == '\\' && at < text.length() ? escape(text.charAt(at++)) : c);
        }
        take('"');
        return value.toString();
    }

    private char escape(char c) {
        return switch (c) {
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'u' -> {
                if (at + 4 > text.length()) {
                    throw malformed();
                }
                at += 4;
                yield (char) Integer.parseInt(text.substring(at - 4, at), 16);
            }
            default -> c;
        };
    }

    private String literal() {
        int from = at;
        while (at < text.length() && "+-.eE0123456789truefalsn".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        if (from == at) {
            throw malformed();
        }
        return text.substring(from, at);
    }

    private boolean more(char close) {
        char c = peek();
        at++;
        if (c != ',' && c != close) {
            throw malformed();
        }
        return c == ',';
    }

    private void take(char expected) {
        if (peek() != expected) {
            throw malformed();
        }
        at++;
    }

    /** The next character that is not white space, or 0 at the end. */
    private char peek() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return at < text.length() ? text.charAt(at) : 0;
    }

    private IllegalArgumentException malformed() {
        return new IllegalArgumentException("character " + at + ": not JSON");
    }
}
