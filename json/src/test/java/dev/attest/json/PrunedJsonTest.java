package dev.attest.json;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrunedJsonTest {
    private static final PrunedJson.Filter NOT_B =
            (around, name) -> !name.equals("b") && !(around.equals("c") && name.equals("d"));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'a':1,'b':2,'d':3} | {'a':1,'d':3}",
                "{'b':[{'b':1},[2]],'a':{'b':{},'e':[{'b':1,'f':null}]}} | {'a':{'e':[{'f':null}]}}",
                "{'c':{'d':1,'e':{'d':2}},'d':3} | {'c':{'e':{'d':2}},'d':3}",
                "{'c':[[{'d':1}],{'d':2,'f':3}]} | {'c':[[{}],{'f':3}]}",
                "{'b':1} | {}",
                "{} | {}",
            })
    void members_that_are_not_kept_are_not_there(String json, String kept) throws Exception {
        assertThat(parse(quoted(json)).node()).isEqualTo(StrictJson.parse(quoted(kept)));
    }

    @Test
    void a_byte_order_mark_is_passed_over() throws Exception {
        assertThat(parse("\ufeff{\"a\":1}".getBytes(UTF_8)).integer("a")).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "{'b':",
                "{'b':[1,2",
                "{'b':{'c':1}",
                "{'a':1,'a':2}",
                "{'b':{'c':1,'c':2}}",
                "{'a':1}{}",
                "{'a':1} x",
                "[]",
                "7",
                "null",
                "{'a':'\\ud800'}",
                "{'a':1e99999999999}",
                "{'b':01}",
            })
    void what_is_no_json_object_is_refused(String json) {
        assertThatThrownBy(() -> parse(quoted(json)))
                .isInstanceOf(MalformedJsonException.class)
                .hasMessageStartingWith("report: ")
                .hasMessageNotContaining("com.fasterxml");
    }

    @Test
    void every_bound_has_its_error() {
        refused("{'b':" + "[".repeat(201), "nesting");
        refused("{'a':" + "[".repeat(201), "nesting");
        refused("{'" + "n".repeat(1001) + "':1}", "length");
        refused("{'a':'" + "x".repeat(PrunedJson.MAX_TEXT + 1) + "'}", "length");
        refused("{'b':" + "1".repeat(401) + ".5}", "umber");
        refused("{'a':{" + members(PrunedJson.MAX_MEMBERS + 1) + "}}", "members");
        refused("{'b':{" + members(PrunedJson.MAX_MEMBERS + 1) + "}}", "members");
        refused("{'a':[" + "0,".repeat(PrunedJson.MAX_KEPT_TOKENS) + "0]}", "values");
        assertThatThrownBy(() -> PrunedJson.parseObject(stream(quoted("{'a':1}")), "report", 6, NOT_B))
                .isInstanceOf(MalformedJsonException.class)
                .hasMessage("report: JSON beyond a limit: at most 6 bytes are read");
    }

    @Test
    void what_is_left_out_costs_nothing() throws Exception {
        String long1 = "x".repeat(2 * PrunedJson.MAX_TEXT);
        String many = "0,".repeat(PrunedJson.MAX_KEPT_TOKENS) + "0";
        assertThat(parse(quoted("{'b':'" + long1 + "','a':1}")).integer("a")).isEqualTo(1);
        assertThat(parse(quoted("{'b':[" + many + "],'a':1}")).integer("a")).isEqualTo(1);
        assertThat(PrunedJson.parseObject(stream(quoted("{'a':1}")), "report", 7, NOT_B)
                        .place())
                .isEqualTo("report");
    }

    @Test
    void kept_texts_are_bounded_together() {
        String texts = ("'" + "x".repeat(PrunedJson.MAX_TEXT) + "',").repeat(32);
        refused("{'a':[" + texts + "'x']}", "characters");
    }

    @Test
    void bytes_of_another_encoding_are_refused_and_a_broken_disk_is_no_broken_text() {
        assertThatThrownBy(() -> parse("{}".getBytes(UTF_16))).isInstanceOf(MalformedJsonException.class);
        assertThatThrownBy(() -> parse(new byte[] {'{', '"', (byte) 0xc3, '"', '}'}))
                .isInstanceOf(MalformedJsonException.class)
                .hasMessageContaining("UTF-8");
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("disk");
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                throw new IOException("disk");
            }
        };
        assertThatThrownBy(() -> PrunedJson.parseObject(broken, "report", 9, NOT_B))
                .isInstanceOf(IOException.class)
                .hasMessage("disk");
    }

    private static void refused(String json, String message) {
        assertThatThrownBy(() -> parse(quoted(json)))
                .isInstanceOf(MalformedJsonException.class)
                .hasMessageStartingWith("report: ")
                .hasMessageContaining(message);
    }

    private static String members(int count) {
        return IntStream.range(0, count).mapToObj(i -> "'m" + i + "':0").collect(Collectors.joining(","));
    }

    private static byte[] quoted(String json) {
        return json.replace('\'', '"').getBytes(UTF_8);
    }

    private static InputStream stream(byte[] json) {
        return new ByteArrayInputStream(json);
    }

    private static JsonObject parse(byte[] json) throws IOException, MalformedJsonException {
        return PrunedJson.parseObject(stream(json), "report", StrictJson.MAX_BYTES, NOT_B);
    }
}
