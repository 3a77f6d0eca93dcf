package dev.attest.testvectors;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads an index: a JSON array of flat objects of texts. A JSON library is left out on purpose, because the module that
 * sets ours up is itself tested with these vectors.
 */
final class IndexReader {
    private final String text;
    private int at;

    private IndexReader(String text) {
        this.text = text;
    }

    static List<Map<String, String>> read(String text) {
        var reader = new IndexReader(text);
        var entries = new ArrayList<Map<String, String>>();
        reader.expect('[');
        do {
            entries.add(reader.entry());
        } while (reader.more(']'));
        if (reader.next() != 0) {
            throw reader.malformed("the end");
        }
        return entries;
    }

    private Map<String, String> entry() {
        var entry = new LinkedHashMap<String, String>();
        expect('{');
        do {
            String name = string();
            expect(':');
            if (entry.put(name, string()) != null) {
                throw malformed("one " + name);
            }
        } while (more('}'));
        return entry;
    }

    private String string() {
        expect('"');
        var value = new StringBuilder();
        while (true) {
            char c = at < text.length() ? text.charAt(at++) : 0;
            if (c == '"') {
                return value.toString();
            }
            if (c < ' ' || (c == '\\' && at == text.length())) {
                throw malformed("a closing quote");
            }
            if (c == '\\') {
                c = text.charAt(at++);
                if (c != '"' && c != '\\') {
                    throw malformed("an escaped quote or backslash");
                }
            }
            value.append(c);
        }
    }

    private boolean more(char close) {
        char c = next();
        if (c != ',' && c != close) {
            throw malformed("a comma or " + close);
        }
        return c == ',';
    }

    private void expect(char expected) {
        if (next() != expected) {
            throw malformed(String.valueOf(expected));
        }
    }

    /** The next character that is not white space, or 0 at the end. */
    private char next() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return at < text.length() ? text.charAt(at++) : 0;
    }

    private IllegalStateException malformed(String expected) {
        return new IllegalStateException("index.json, character " + at + ": expected " + expected);
    }
}
