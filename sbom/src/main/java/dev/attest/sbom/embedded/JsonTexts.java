package dev.attest.sbom.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** Texts in documents whose members can be of any kind. */
final class JsonTexts {
    private JsonTexts() {}

    /** The member, empty where it is no text. */
    static String text(JsonNode object, String name) {
        JsonNode value = object.path(name);
        return value.isTextual() ? value.textValue() : "";
    }

    /** The texts of an array, or the one that stands in its place. */
    static List<String> texts(JsonNode object, String name) {
        JsonNode value = object.path(name);
        var texts = new ArrayList<String>();
        if (value.isTextual()) {
            texts.add(value.textValue());
        }
        for (JsonNode one : value) {
            if (one.isTextual()) {
                texts.add(one.textValue());
            }
        }
        return texts;
    }
}
