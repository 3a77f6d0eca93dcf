package dev.attest.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.util.JsonParserDelegate;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import org.jspecify.annotations.Nullable;

/**
 * Reads one large JSON object from a stream and leaves out the members nobody asks for, so that memory is bounded by what
 * is kept and not by what was sent. As strict as {@link StrictJson}, also with what is left out; texts that are kept have
 * at most {@link #MAX_TEXT} characters, and a byte order mark in front, which some shells write, is passed over.
 */
public final class PrunedJson {
    /** At most this many tokens are kept. */
    public static final int MAX_KEPT_TOKENS = 2_000_000;

    /** The kept texts have at most this many characters together. */
    public static final int MAX_KEPT_CHARACTERS = 32 << 20;

    /** One kept text has at most this many characters. */
    public static final int MAX_TEXT = 1 << 20;

    /** One object has at most this many members, which have to be remembered to find duplicates. */
    public static final int MAX_MEMBERS = 10_000;

    private static final int MAX_NAME = 1_000;

    private static final JsonMapper READER = JsonMapper.builder(new JsonFactoryBuilder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(StrictJson.MAX_DEPTH)
                            .maxNumberLength(StrictJson.MAX_NUMBER_LENGTH)
                            .maxNameLength(MAX_NAME)
                            .maxStringLength(MAX_TEXT)
                            .build())
                    .configure(com.fasterxml.jackson.core.JsonFactory.Feature.INTERN_FIELD_NAMES, false)
                    .configure(com.fasterxml.jackson.core.JsonFactory.Feature.CANONICALIZE_FIELD_NAMES, false)
                    .configure(StreamReadFeature.STRICT_DUPLICATE_DETECTION, true)
                    .configure(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION, false)
                    .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private PrunedJson() {}

    /** Chooses the members that are kept. */
    @FunctionalInterface
    public interface Filter {
        /**
         * Whether the member {@code name} is kept.
         *
         * @param around the member whose value, or whose array's element, has this member; empty for the outermost object
         */
        boolean keeps(String around, String name);
    }

    /**
     * Parses one object of at most {@code maxBytes}; {@code what} is how errors name it. The stream is read to its end
     * and not closed.
     */
    public static JsonObject parseObject(InputStream text, String what, long maxBytes, Filter filter)
            throws IOException, MalformedJsonException {
        JsonNode node;
        try {
            node = parse(new Bounded(text, maxBytes), filter);
        } catch (MalformedJsonException e) {
            throw new MalformedJsonException(what + ": " + e.getMessage());
        } catch (LimitException e) {
            throw new MalformedJsonException(what + ": JSON beyond a limit: " + e.getMessage());
        } catch (CharacterCodingException e) {
            throw new MalformedJsonException(what + ": JSON that is not UTF-8");
        } catch (StreamConstraintsException e) {
            throw new MalformedJsonException(what + ": JSON beyond a limit: " + StrictJson.place(e));
        } catch (JsonProcessingException e) {
            throw new MalformedJsonException(what + ": not JSON: " + StrictJson.place(e));
        } catch (NumberFormatException | ArithmeticException e) {
            throw new MalformedJsonException(what + ": not JSON: a number whose exponent is out of range");
        }
        return JsonObject.of(node, what);
    }

    private static JsonNode parse(InputStream text, Filter filter) throws IOException, MalformedJsonException {
        var buffered = new BufferedInputStream(text);
        skipByteOrderMark(buffered);
        try (JsonParser tokens = READER.createParser(new InputStreamReader(buffered, UTF_8.newDecoder()));
                Pruned pruned = new Pruned(tokens, filter)) {
            tokens.disable(JsonParser.Feature.AUTO_CLOSE_SOURCE);
            JsonNode node = READER.readTree(pruned);
            if (node == null || node.isMissingNode()) {
                throw new MalformedJsonException("not JSON: the text is empty");
            }
            if (pruned.nextToken() != null) {
                throw new MalformedJsonException("not JSON: text after the value");
            }
            Surrogates.refuseUnpaired(node);
            return node;
        }
    }

    private static void skipByteOrderMark(BufferedInputStream text) throws IOException {
        text.mark(3);
        byte[] start = text.readNBytes(3);
        if (start.length < 3 || start[0] != (byte) 0xef || start[1] != (byte) 0xbb || start[2] != (byte) 0xbf) {
            text.reset();
        }
    }

    private static final class LimitException extends IOException {
        private static final long serialVersionUID = 1L;

        LimitException(String message) {
            super(message);
        }
    }

    /** Ends with an error at the bound, whatever the stream's length was said to be. */
    private static final class Bounded extends InputStream {
        private final InputStream in;
        private final long max;
        private long seen;

        Bounded(InputStream in, long max) {
            this.in = in;
            this.max = max;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int read = in.read(buffer, offset, length);
            seen += Math.max(read, 0);
            if (seen > max) {
                throw new LimitException("at most " + max + " bytes are read");
            }
            return read;
        }
    }

    /** Passes over the members that are not kept, as if they were not there. */
    private static final class Pruned extends JsonParserDelegate {
        private final Filter filter;
        private int kept;
        private long characters;

        Pruned(JsonParser tokens, Filter filter) {
            super(tokens);
            this.filter = filter;
        }

        @Override
        @Nullable
        public JsonToken nextToken() throws IOException {
            JsonToken token = checked();
            while (token == JsonToken.FIELD_NAME && !filter.keeps(around(), currentName())) {
                skipValue();
                token = checked();
            }
            count(token);
            return token;
        }

        @Override
        @Nullable
        public String nextFieldName() throws IOException {
            return nextToken() == JsonToken.FIELD_NAME ? currentName() : null;
        }

        private void count(@Nullable JsonToken token) throws IOException {
            if (token == null) {
                return;
            }
            kept++;
            if (token == JsonToken.VALUE_STRING) {
                characters += getTextLength();
            }
            if (kept > MAX_KEPT_TOKENS || characters > MAX_KEPT_CHARACTERS) {
                throw new LimitException("more than " + MAX_KEPT_TOKENS + " values or " + MAX_KEPT_CHARACTERS
                        + " characters that have to be kept");
            }
        }

        private void skipValue() throws IOException {
            int depth = 0;
            do {
                JsonToken token = checked();
                if (token == null) {
                    // The parser has complained before: a text that breaks off is no JSON.
                    return;
                }
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
            } while (depth > 0);
        }

        @Nullable
        private JsonToken checked() throws IOException {
            JsonToken token = delegate.nextToken();
            if (token == JsonToken.FIELD_NAME && delegate.getParsingContext().getEntryCount() > MAX_MEMBERS) {
                throw new LimitException("an object with more than " + MAX_MEMBERS + " members");
            }
            return token;
        }

        private String around() {
            JsonStreamContext context = delegate.getParsingContext().getParent();
            while (context != null && context.inArray()) {
                context = context.getParent();
            }
            String name = context == null ? null : context.getCurrentName();
            return name == null ? "" : name;
        }
    }
}
