package dev.attest.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;

/**
 * The one way attest reads and writes JSON (RFC 8259). Reading refuses duplicate keys, text after the value, anything
 * but UTF-8, unpaired surrogates, nesting deeper than {@link #MAX_DEPTH}, more than {@link #MAX_TOKENS} tokens and texts
 * larger than a bound. Writing is
 * compact or indented with keys sorted by code unit, so that equal values give equal bytes.
 */
public final class StrictJson {
    /** Arrays and objects may be nested this deep. */
    public static final int MAX_DEPTH = 200;

    /** Texts are bounded to this many bytes where the caller names no bound of its own. */
    public static final int MAX_BYTES = 64 << 20;

    /** A text has at most this many tokens: a tree takes up to a hundred times the bytes of a text of empty objects. */
    public static final int MAX_TOKENS = 5_000_000;

    /** A text that is a shell around others, such as a bundle, has at most this many tokens. */
    public static final int MAX_SHELL_TOKENS = 100_000;

    static final int MAX_NUMBER_LENGTH = 400;

    private static final JsonMapper READER = reader(MAX_TOKENS);

    // Both writers then write a character outside the basic plane as itself, as RFC 8785 does.
    private static final JsonMapper WRITER = JsonMapper.builder(new JsonFactoryBuilder()
                    .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
                    .build())
            .build();

    private StrictJson() {}

    /** Made when the first bundle is read. */
    private static final class Shell {
        private static final JsonMapper READER = reader(MAX_SHELL_TOKENS);
    }

    /** Parses one JSON value of at most {@link #MAX_BYTES}. */
    public static JsonNode parse(byte[] text) throws MalformedJsonException {
        return parse(text, MAX_BYTES);
    }

    /** Parses one JSON value of at most {@code maxBytes}. */
    public static JsonNode parse(byte[] text, int maxBytes) throws MalformedJsonException {
        return parse(READER, text, maxBytes);
    }

    /** Parses one JSON object with few values of its own; {@code what} is how errors name it, such as {@code bundle}. */
    public static JsonObject parseShell(byte[] text, String what) throws MalformedJsonException {
        return object(Shell.READER, text, what, MAX_BYTES);
    }

    /** Parses one JSON object; {@code what} is how errors name it, such as {@code bundle}. */
    public static JsonObject parseObject(byte[] text, String what) throws MalformedJsonException {
        return parseObject(text, what, MAX_BYTES);
    }

    /** Parses one JSON object of at most {@code maxBytes}; {@code what} is how errors name it. */
    public static JsonObject parseObject(byte[] text, String what, int maxBytes) throws MalformedJsonException {
        return object(READER, text, what, maxBytes);
    }

    /** The tokens of a text that was parsed before. */
    static JsonParser tokens(String parsed) throws IOException {
        return READER.createParser(parsed);
    }

    /** A new object to be filled and written. */
    public static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** The value as compact UTF-8 with sorted keys; equal values give equal bytes. */
    public static byte[] write(JsonNode value) {
        return write(value, false);
    }

    /** As {@link #write(JsonNode)}, indented for people and ended by a line feed. */
    public static byte[] writeIndented(JsonNode value) {
        return write(value, true);
    }

    private static JsonMapper reader(int maxTokens) {
        // Field names are neither interned nor kept between parses: what a hostile text fills such a table with must
        // not reach the next parse.
        return JsonMapper.builder(new JsonFactoryBuilder()
                        .streamReadConstraints(StreamReadConstraints.builder()
                                .maxNestingDepth(MAX_DEPTH)
                                .maxNumberLength(MAX_NUMBER_LENGTH)
                                .maxStringLength(MAX_BYTES)
                                .maxTokenCount(maxTokens)
                                .build())
                        .configure(com.fasterxml.jackson.core.JsonFactory.Feature.INTERN_FIELD_NAMES, false)
                        .configure(com.fasterxml.jackson.core.JsonFactory.Feature.CANONICALIZE_FIELD_NAMES, false)
                        .configure(StreamReadFeature.STRICT_DUPLICATE_DETECTION, true)
                        .configure(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION, false)
                        .build())
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .build();
    }

    private static JsonObject object(JsonMapper reader, byte[] text, String what, int maxBytes)
            throws MalformedJsonException {
        JsonNode node;
        try {
            node = parse(reader, text, maxBytes);
        } catch (MalformedJsonException e) {
            throw new MalformedJsonException(what + ": " + e.getMessage());
        }
        return JsonObject.of(node, what);
    }

    private static JsonNode parse(JsonMapper reader, byte[] text, int maxBytes) throws MalformedJsonException {
        if (text.length > maxBytes) {
            throw new MalformedJsonException("JSON of " + text.length + " bytes, at most " + maxBytes + " are read");
        }
        JsonNode node;
        try {
            // Decoded piece by piece: the whole text a second time as characters would be the largest thing in memory.
            node = reader.readTree(new InputStreamReader(new ByteArrayInputStream(text), UTF_8.newDecoder()));
        } catch (CharacterCodingException e) {
            throw new MalformedJsonException("JSON that is not UTF-8");
        } catch (StreamConstraintsException e) {
            throw new MalformedJsonException("JSON beyond a limit: " + place(e));
        } catch (JsonProcessingException e) {
            throw new MalformedJsonException("not JSON: " + place(e));
        } catch (NumberFormatException | ArithmeticException e) {
            // Jackson lets these through for an exponent that no BigDecimal holds.
            throw new MalformedJsonException("not JSON: a number whose exponent is out of range");
        } catch (IOException e) {
            throw new IllegalStateException("bytes in memory that cannot be read", e);
        }
        if (node.isMissingNode()) {
            throw new MalformedJsonException("not JSON: the text is empty");
        }
        Surrogates.refuseUnpaired(node);
        return node;
    }

    private static byte[] write(JsonNode value, boolean indented) {
        JsonNode sorted = SortedKeys.of(value);
        try {
            Surrogates.refuseUnpaired(sorted);
            if (!indented) {
                return WRITER.writeValueAsBytes(sorted);
            }
            // The line ends must not be the platform's.
            String text = WRITER.writer()
                    .with(SerializationFeature.INDENT_OUTPUT)
                    .with(IndentedPrinter.INSTANCE)
                    .writeValueAsString(sorted);
            return (text + "\n").getBytes(UTF_8);
        } catch (JsonProcessingException | MalformedJsonException e) {
            throw new IllegalArgumentException("a value that cannot be written as JSON", e);
        }
    }

    static String place(JsonProcessingException e) {
        String where = e.getLocation() == null
                ? ""
                : "line " + e.getLocation().getLineNr() + ", column "
                        + e.getLocation().getColumnNr() + ": ";
        String first = e.getOriginalMessage().lines().findFirst().orElse("malformed");
        // Which of Jackson's settings it was is of use to nobody.
        int setting = first.indexOf(", from `");
        return where + Printable.of(setting < 0 ? first : first.substring(0, setting) + ")");
    }
}
