package dev.attest.sbom.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.function.IntPredicate;

/**
 * Texts of package metadata in the characters that a format can hold. What it cannot hold becomes U+FFFD, so that it is
 * seen that something stood there.
 */
public final class Characters {
    private static final int REPLACEMENT = 0xfffd;

    private Characters() {}

    /** Replaces halves of surrogate pairs in all texts below the node, which no encoding can write. */
    public static void makeWellFormed(JsonNode node) {
        if (node instanceof ObjectNode object) {
            object.properties().forEach(field -> {
                if (field.getValue().isTextual()) {
                    field.setValue(wellFormed(field.getValue()));
                } else {
                    makeWellFormed(field.getValue());
                }
            });
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                if (array.get(i).isTextual()) {
                    array.set(i, wellFormed(array.get(i)));
                } else {
                    makeWellFormed(array.get(i));
                }
            }
        }
    }

    /** The text for XML 1.0 (section 2.2, "Char"); a carriage return would come back as a line feed. */
    public static String xml(String text) {
        return replaced(
                text, c -> c == '\t' || c == '\n' || (c >= 0x20 && c < 0xfffe && !isSurrogate(c)) || c >= 0x10000);
    }

    /** The text on one line, without any character that ends one or that a terminal or an editor obeys. */
    public static String line(String text) {
        return replaced(text, c -> !isSurrogate(c) && !isSeparator(c) && !Character.isISOControl(c));
    }

    /** The text with line feeds and tabs as the only characters of control. */
    public static String lines(String text) {
        return replaced(
                text,
                c -> c == '\n' || c == '\t' || (!isSurrogate(c) && !isSeparator(c) && !Character.isISOControl(c)));
    }

    private static JsonNode wellFormed(JsonNode node) {
        String text = node.textValue();
        String replaced = replaced(text, c -> !isSurrogate(c));
        return replaced.equals(text) ? node : TextNode.valueOf(replaced);
    }

    private static boolean isSurrogate(int c) {
        return c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
    }

    private static boolean isSeparator(int c) {
        return c == 0x2028 || c == 0x2029;
    }

    private static String replaced(String text, IntPredicate allowed) {
        if (text.codePoints().allMatch(allowed)) {
            return text;
        }
        return text.codePoints()
                .map(c -> allowed.test(c) ? c : REPLACEMENT)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
