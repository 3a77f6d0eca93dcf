package dev.attest.json;

import com.fasterxml.jackson.databind.JsonNode;

/** Strings with half a character cannot be written as UTF-8 again, and readers disagree on what they are. */
final class Surrogates {
    private Surrogates() {}

    static void refuseUnpaired(JsonNode value) throws MalformedJsonException {
        if (value.isTextual()) {
            refuseUnpaired(value.textValue());
        }
        for (var field : value.properties()) {
            refuseUnpaired(field.getKey());
        }
        for (JsonNode child : value) {
            refuseUnpaired(child);
        }
    }

    private static void refuseUnpaired(String text) throws MalformedJsonException {
        int i = 0;
        while (i < text.length()) {
            int c = text.codePointAt(i);
            // A pair is one code point above the surrogates; what is left inside their range is half of one.
            if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
                throw new MalformedJsonException("not JSON: a string holds an unpaired surrogate");
            }
            i += Character.charCount(c);
        }
    }
}
