package dev.attest.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.attest.testvectors.Vector;
import dev.attest.testvectors.Vectors;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StrictJsonTest {
    @TestFactory
    Stream<DynamicTest> vectors_get_their_expected_answer() {
        return Vectors.area("json").stream()
                .map(vector -> DynamicTest.dynamicTest(vector.toString(), () -> check(vector)));
    }

    private static void check(Vector vector) throws MalformedJsonException {
        if (vector.expected() == Vector.Expected.ACCEPTED) {
            byte[] written = StrictJson.write(StrictJson.parse(vector.bytes()));
            assertThat(StrictJson.write(StrictJson.parse(written))).isEqualTo(written);
        } else {
            assertThatThrownBy(() -> StrictJson.parse(vector.bytes())).isInstanceOf(MalformedJsonException.class);
        }
    }

    @Test
    void a_text_above_the_bound_is_refused_unread() throws MalformedJsonException {
        byte[] text = "[1,2]".getBytes(UTF_8);
        assertThat(StrictJson.parse(text, 5).size()).isEqualTo(2);
        assertThatThrownBy(() -> StrictJson.parse(text, 4)).hasMessage("JSON of 5 bytes, at most 4 are read");
        assertThatThrownBy(() -> StrictJson.parseObject(text, "bundle", 4)).hasMessageStartingWith("bundle: JSON of 5");
    }

    @Test
    void an_error_names_the_place_on_one_printable_line() {
        byte[] text = "{\"a\u001b[31m\\nb\":1,\n \"a\":1, \"a\":2}".getBytes(UTF_8);
        assertThatThrownBy(() -> StrictJson.parse("{\"a\":1,\n\"a\":2}".getBytes(UTF_8)))
                .hasMessageContaining("line 2")
                .hasMessageContaining("Duplicate");
        assertThatThrownBy(() -> StrictJson.parse(text)).hasMessageMatching("[ -~]{1,240}");
        assertThatThrownBy(() -> StrictJson.parse("{\"\\u001b\u00e4\":1,\"\\u001b\u00e4\":1}".getBytes(UTF_8)))
                .hasMessageMatching("[ -~]{1,240}");
    }

    @Test
    void keys_are_sorted_by_code_unit_at_every_depth() throws MalformedJsonException {
        String text = "{\"b\":{\"z\":1,\"a\":[{\"y\":1,\"x\":2}]},\"B\":1,\"\uD83D\uDE00\":1,\"\uFB33\":2,\"a\":null}";
        assertThat(new String(StrictJson.write(StrictJson.parse(text.getBytes(UTF_8))), UTF_8))
                .isEqualTo(
                        "{\"B\":1,\"a\":null,\"b\":{\"a\":[{\"x\":2,\"y\":1}],\"z\":1},\"\uD83D\uDE00\":1,\"\uFB33\":2}");
    }

    @Test
    void indented_text_is_the_same_on_every_platform() throws MalformedJsonException {
        JsonNode value = StrictJson.parse("{\"b\":[1,2],\"a\":{}}".getBytes(UTF_8));
        assertThat(new String(StrictJson.writeIndented(value), UTF_8))
                .isEqualTo("{\n  \"a\" : { },\n  \"b\" : [\n    1,\n    2\n  ]\n}\n");
        assertThat(StrictJson.writeIndented(value)).isEqualTo(StrictJson.writeIndented(value.deepCopy()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1e999999999",
                "-1E-999999999",
                "123456789012345678901234567890",
                "0.1",
                "1.50",
                "-0",
                "1e2147483647"
            })
    void a_number_of_any_size_is_read_and_written_quickly_and_stably(String number) throws MalformedJsonException {
        JsonNode value = StrictJson.parse(number.getBytes(UTF_8));
        byte[] written = StrictJson.write(value);
        assertThat(written).hasSizeLessThan(60);
        assertThat(StrictJson.parse(written)).isEqualTo(value);
        assertThat(StrictJson.write(StrictJson.parse(written))).isEqualTo(written);
    }

    @ParameterizedTest
    @ValueSource(strings = {"100e2147483647", "1e2147483648", "0.01e-2147483647", "1e-99999999999", "-0e99999999999"})
    void an_exponent_at_the_edge_is_read_or_refused(String number) {
        try {
            byte[] written = StrictJson.write(StrictJson.parse(number.getBytes(UTF_8)));
            assertThat(written).hasSizeLessThan(60);
        } catch (MalformedJsonException expected) {
            assertThat(expected).hasMessageContaining("exponent");
        }
    }

    @Test
    void what_one_parse_read_does_not_reach_the_next() throws MalformedJsonException {
        byte[] honest = "{\"subject\":1,\"predicate\":2}".getBytes(UTF_8);
        byte[] before = StrictJson.write(StrictJson.parse(honest));
        for (int round = 0; round < 3; round++) {
            var hostile = new StringBuilder("{");
            collidingKeys(12).forEach(key -> hostile.append('"').append(key).append("\":0,"));
            StrictJson.parse(hostile.append("\"end\":0}").toString().getBytes(UTF_8));
            assertThatThrownBy(() -> StrictJson.parse("{\"subject\":1,\"subj".getBytes(UTF_8)))
                    .isInstanceOf(MalformedJsonException.class);
            assertThat(StrictJson.write(StrictJson.parse(honest))).isEqualTo(before);
        }
    }

    @Test
    void many_keys_with_one_hash_do_not_slow_a_parse() {
        var text = new StringBuilder("{");
        collidingKeys(15).forEach(key -> text.append('"').append(key).append("\":0,"));
        byte[] bytes = text.append("\"end\":0}").toString().getBytes(UTF_8);
        assertTimeout(Duration.ofSeconds(60), () -> StrictJson.parse(bytes));
    }

    @Test
    void twenty_megabytes_are_read_in_seconds() {
        var text = new StringBuilder("[0");
        while (text.length() < 20_000_000) {
            text.append(
                    ",{\"name\":\"package\",\"version\":\"1.2.3\",\"files\":[\"/usr/lib/x\",\"/usr/share/y\"],\"size\":12345}");
        }
        byte[] bytes = text.append(']').toString().getBytes(UTF_8);
        // Measured about one second; the bound only catches what is no longer linear.
        assertTimeout(Duration.ofSeconds(60), () -> StrictJson.parse(bytes));
    }

    @Test
    void number_of_values_is_bounded() throws MalformedJsonException {
        assertThat(StrictJson.parseShell(values(StrictJson.MAX_SHELL_TOKENS - 5), "bundle")
                        .node()
                        .path("a")
                        .size())
                .isEqualTo(StrictJson.MAX_SHELL_TOKENS - 5);
        assertThatThrownBy(() -> StrictJson.parseShell(values(StrictJson.MAX_SHELL_TOKENS - 4), "bundle"))
                .isInstanceOf(MalformedJsonException.class)
                .hasMessageContaining("bundle: JSON beyond a limit")
                .hasMessageEndingWith("exceeds the maximum allowed (100000)");
        assertThatThrownBy(() -> StrictJson.parse(values(StrictJson.MAX_TOKENS)))
                .isInstanceOf(MalformedJsonException.class)
                .hasMessageContaining("beyond a limit");
    }

    private static byte[] values(int count) {
        return ("{\"a\":[" + "0,".repeat(count - 1) + "0]}").getBytes(UTF_8);
    }

    @Test
    void random_damage_never_ends_in_another_exception() {
        byte[] honest = "{\"a\":[1,2.5e3,true,null,\"\u00e4\uD83D\uDE00\\n\"],\"b\":{\"c\":{}}}".getBytes(UTF_8);
        var random = new Random(7);
        for (int round = 0; round < 20_000; round++) {
            byte[] damaged = honest.clone();
            for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            try {
                byte[] written = StrictJson.write(StrictJson.parse(damaged));
                assertThat(StrictJson.write(StrictJson.parse(written))).isEqualTo(written);
            } catch (MalformedJsonException expected) {
                assertThat(expected).hasMessageMatching("[ -~]+");
            }
        }
    }

    @Test
    void what_cannot_be_written_is_the_callers_fault() {
        JsonNode lone = JsonNodeFactory.instance.textNode("\ud83d");
        assertThatThrownBy(() -> StrictJson.write(lone)).isInstanceOf(IllegalArgumentException.class);
    }

    /** 2^n texts with the same hash code. */
    private static List<String> collidingKeys(int n) {
        List<String> keys = List.of("");
        for (int i = 0; i < n; i++) {
            keys = keys.stream()
                    .flatMap(key -> Stream.of(key + "Aa", key + "BB"))
                    .toList();
        }
        return keys;
    }
}
