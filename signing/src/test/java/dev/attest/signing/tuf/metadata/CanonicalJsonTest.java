package dev.attest.signing.tuf.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attest.json.MalformedJsonException;
import dev.attest.json.StrictJson;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CanonicalJsonTest {
    private static String canonical(String json) throws MalformedJsonException {
        byte[] text = CanonicalJson.of(StrictJson.parse(json.getBytes(StandardCharsets.UTF_8)));
        return new String(text, StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}|{}",
                "[ ]|[]",
                "{ \"b\" : 1 , \"a\" : [ 2 , true , false , null ] }|{\"a\":[2,true,false,null],\"b\":1}",
                "{\"aa\":1,\"a\":2,\"B\":3,\"\":4}|{\"\":4,\"B\":3,\"a\":2,\"aa\":1}",
                "\"\\u0041\\/\\u00e4\"|\"A/\u00e4\"",
                "\"\\\"\\\\\"|\"\\\"\\\\\"",
                "-7|-7",
                "0|0",
                "123456789012345678901234567890|123456789012345678901234567890"
            })
    void what_is_equal_is_written_the_same(String json, String expected) throws Exception {
        assertThat(canonical(json)).isEqualTo(expected);
    }

    @Test
    void control_characters_are_written_as_they_are() throws Exception {
        assertThat(canonical("\"a\\n\\t\\u0000\\u007f\\u2028b\"")).isEqualTo("\"a\n\t\u0000\u007f\u2028b\"");
    }

    @Test
    void keys_are_sorted_by_code_point_not_by_code_unit() throws Exception {
        assertThat(canonical("{\"\\ud83d\\ude00\":1,\"\\uffee\":2,\"z\":3,\"\\ud83d\\ude01\":4}"))
                .isEqualTo("{\"z\":3,\"\uffee\":2,\"\ud83d\ude00\":1,\"\ud83d\ude01\":4}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.5", "1.0", "1e3", "[{\"a\":0.1}]"})
    void a_number_that_is_not_written_whole_has_no_canonical_form(String json) {
        assertThatThrownBy(() -> canonical(json)).isInstanceOf(MalformedJsonException.class);
    }
}
