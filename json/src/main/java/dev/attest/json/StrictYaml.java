package dev.attest.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.JsonParserDelegate;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;

/**
 * Reads the part of YAML that is JSON written for people: one document of at most {@link #MAX_BYTES}, whose maps have no
 * key twice. Aliases and tags are refused: a reader who passes over them sees another document than the program.
 */
public final class StrictYaml {
    /** A document is bounded to this many bytes. */
    public static final int MAX_BYTES = 1 << 20;

    private static final int MAX_DEPTH = 50;

    private StrictYaml() {}

    /** Parses one document that is a map; {@code what} is how errors name it, such as {@code policy}. */
    public static JsonObject parseObject(byte[] text, String what) throws MalformedJsonException {
        if (text.length > MAX_BYTES) {
            throw new MalformedJsonException(
                    what + ": YAML of " + text.length + " bytes, at most " + MAX_BYTES + " are read");
        }
        ObjectMapper mapper = mapper();
        try (Plain parser = new Plain((YAMLParser) mapper.getFactory().createParser(decode(text)))) {
            JsonNode node = mapper.readTree(parser);
            return JsonObject.of(node == null ? StrictJson.object().nullNode() : node, what);
        } catch (CharacterCodingException e) {
            throw new MalformedJsonException(what + ": YAML that is not UTF-8");
        } catch (JsonProcessingException e) {
            throw new MalformedJsonException(what + ": not YAML: " + place(e));
        } catch (IOException e) {
            throw new MalformedJsonException(what + ": not YAML: " + e.getMessage());
        }
    }

    private static ObjectMapper mapper() {
        var options = new LoaderOptions();
        options.setNestingDepthLimit(MAX_DEPTH);
        options.setCodePointLimit(MAX_BYTES);
        var factory = YAMLFactory.builder()
                .loaderOptions(options)
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(MAX_DEPTH)
                        .build())
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build();
        return new ObjectMapper(factory)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
    }

    private static String decode(byte[] text) throws CharacterCodingException {
        return UTF_8.newDecoder().decode(ByteBuffer.wrap(text)).toString();
    }

    /** The first line says what is wrong; the rest repeats the document. */
    private static String place(JsonProcessingException problem) {
        String first = String.valueOf(problem.getOriginalMessage())
                .lines()
                .findFirst()
                .orElse("")
                .strip();
        var location = problem.getLocation();
        return location == null ? first : first + " (line " + location.getLineNr() + ")";
    }

    /** Jackson gives an alias as the text of its name, and passes over anchors and tags. */
    private static final class Plain extends JsonParserDelegate {
        private final YAMLParser yaml;

        Plain(YAMLParser yaml) {
            super(yaml);
            this.yaml = yaml;
        }

        @Override
        public JsonToken nextToken() throws IOException {
            JsonToken token = super.nextToken();
            check(token);
            return token;
        }

        @Override
        @Nullable
        public String nextFieldName() throws IOException {
            return nextToken() == JsonToken.FIELD_NAME ? currentName() : null;
        }

        private void check(@Nullable JsonToken token) throws IOException {
            if (token != null && (yaml.isCurrentAlias() || yaml.getObjectId() != null || yaml.getTypeId() != null)) {
                throw new IOException("anchors, aliases and tags are not read (line "
                        + yaml.currentLocation().getLineNr() + ")");
            }
        }
    }
}
