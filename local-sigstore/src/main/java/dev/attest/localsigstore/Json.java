package dev.attest.localsigstore;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Pattern;

/** Strict JSON: read with duplicate keys, trailing text and deep nesting refused; written with sorted keys and no space, which is RFC 8785 for the strings and integers used here. */
final class Json {

    private static final int MAX_DEPTH = 32;
    private static final int MAX_TEXT = 24 << 20;
    private static final Pattern SHA256_HEX = Pattern.compile("[0-9a-f]{64}");

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .maxStringLength(MAX_TEXT)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    private Json() {}

    static JsonNode object(byte[] json) throws MalformedInputException {
        JsonNode node;
        try {
            node = MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw new MalformedInputException("not strict JSON: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new MalformedInputException("not JSON in UTF-8", e);
        }
        if (!node.isObject()) {
            throw new MalformedInputException("not a JSON object");
        }
        return node;
    }

    static byte[] canonical(Map<String, ?> object) {
        try {
            return MAPPER.writeValueAsBytes(object);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("maps of strings, numbers and lists can always be written", e);
        }
    }

    /** The text at a path of member names (the node itself when there are none), never empty. */
    static String text(JsonNode object, String... path) throws MalformedInputException {
        JsonNode node = object;
        for (String name : path) {
            node = node.path(name);
        }
        if (!node.isTextual() || node.textValue().isEmpty()) {
            throw new MalformedInputException(String.join(".", path) + " must be a text that is not empty");
        }
        return node.textValue();
    }

    static byte[] base64(JsonNode object, String... path) throws MalformedInputException {
        try {
            return Base64.getDecoder().decode(text(object, path));
        } catch (IllegalArgumentException e) {
            throw new MalformedInputException(String.join(".", path) + " is not base64", e);
        }
    }

    static String sha256(JsonNode object, String... path) throws MalformedInputException {
        String hex = text(object, path);
        if (!SHA256_HEX.matcher(hex).matches()) {
            throw new MalformedInputException(String.join(".", path) + " is not 64 lower-case hex digits");
        }
        return hex;
    }
}
