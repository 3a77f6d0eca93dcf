package dev.attest.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArrayTextTest {
    private static final int MAX = 1 << 20;

    private static ArrayText parse(String text) throws MalformedJsonException {
        return ArrayText.parse(text.getBytes(StandardCharsets.UTF_8), "list", "thing", MAX);
    }

    private static String with(String text, String... additions) throws MalformedJsonException {
        return new String(parse(text).with(List.of(additions)), StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{}                                  | {\"list\":[{}]}",
                "{\"a\":1 }                          | {\"a\":1 ,\"list\":[{}]}",
                "{\"list\":null,\"a\":1}             | {\"list\":[{}],\"a\":1}",
                "{\"list\" : [ ] }                   | {\"list\" : [{} ] }",
                "{\"list\":[ {\"b\":1.50e+1} ],\"a\":[[]]} | {\"list\":[ {\"b\":1.50e+1},{} ],\"a\":[[]]}",
                "{\"a\":{\"list\":[1]},\"list\":[]}  | {\"a\":{\"list\":[1]},\"list\":[{}]}",
                "{\"l\\u0069st\":[{\"x\":\"\\u00e9]\"}]}  | {\"l\\u0069st\":[{\"x\":\"\\u00e9]\"},{}]}",
                "{\"ü\":\"€𝄞\",\"list\":[{\"ü\":[{}]}]}  | {\"ü\":\"€𝄞\",\"list\":[{\"ü\":[{}]},{}]}"
            })
    void an_array_is_lengthened_and_nothing_else_changes(String text, String expected) throws Exception {
        assertThat(with(text, "{}")).isEqualTo(expected);
    }

    @Test
    void elements_are_as_received() throws Exception {
        String text = "{\"list\": [ {\"b\":1 ,\"a\":\"\\/\"} ,\n{ } ]}";
        assertThat(parse(text).elements()).containsExactly("{\"b\":1 ,\"a\":\"\\/\"}", "{ }");
        assertThat(with(text)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "0    | {\"list\": [ 0 ,\t{\"b\":1e1} ,{\"c\":[]} ] ,\"€\":1}",
                "1    | {\"list\": [ {\"a\":\"€\"} ,\t1 ,{\"c\":[]} ] ,\"€\":1}",
                "2,0  | {\"list\": [ 0 ,\t{\"b\":1e1} ,2 ] ,\"€\":1}",
            })
    void elements_are_replaced_and_nothing_else_changes(String positions, String expected) throws Exception {
        String text = "{\"list\": [ {\"a\":\"€\"} ,\t{\"b\":1e1} ,{\"c\":[]} ] ,\"€\":1}";
        Map<Integer, String> changes =
                Stream.of(positions.split(",")).collect(Collectors.toMap(Integer::valueOf, position -> position));
        ArrayText array = parse(text);
        assertThat(array.with(changes, List.of()))
                .asString(StandardCharsets.UTF_8)
                .isEqualTo(expected);
        assertThat(array.with(changes, List.of("{}", "{}")))
                .asString(StandardCharsets.UTF_8)
                .isEqualTo(expected.replace(" ] ,", ",{},{} ] ,"));
        assertThat(array.with(Map.of(), List.of("{}"))).isEqualTo(array.with(List.of("{}")));
    }

    @Test
    void places_are_right_behind_the_parsers_first_buffer() throws Exception {
        String far = "{\"pad\":\"" + "é".repeat(40_000) + "\",\"list\":[{\"a\":1}]}";
        assertThat(parse(far).elements()).containsExactly("{\"a\":1}");
        assertThat(with(far, "{}", "{}")).isEqualTo(far.replace("}]}", "},{},{}]}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "{\"list\":[1]}",
                "{\"list\":{}}",
                "{\"list\":[],\"list\":[]}",
                "{\"list\":[]} x",
                "{\"list\":[{}]",
                "\uFEFF{\"list\":[]}"
            })
    void what_strict_parsing_refuses_or_holds_no_objects_is_refused(String text) {
        assertThatThrownBy(() -> parse(text)).isInstanceOf(MalformedJsonException.class);
    }
}
