package dev.attest.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StrictYamlTest {
    @Test
    void yaml_is_read_as_the_json_it_stands_for() throws Exception {
        String yaml =
                """
                # a comment
                name: example
                levels: [1, 2]
                share: 0.8
                enforced: true
                source:
                  repository: "https://example.com/app"
                  refs:
                    - refs/heads/main
                """;
        String json = "{\"enforced\":true,\"levels\":[1,2],\"name\":\"example\",\"share\":0.8,\"source\":"
                + "{\"refs\":[\"refs/heads/main\"],\"repository\":\"https://example.com/app\"}}";
        JsonObject object = StrictYaml.parseObject(yaml.getBytes(UTF_8), "policy");
        assertThat(new String(StrictJson.write(object.node()), UTF_8)).isEqualTo(json);
        assertThat(StrictYaml.parseObject(json.getBytes(UTF_8), "policy")).isEqualTo(object);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "# nothing",
                "text",
                "[1]",
                "a: 1\na: 2\n",
                "a: {b: 1, b: 2}",
                "a: &x 1\nb: *x\n",
                "a: &x [1]\n",
                "a: &x {b: 1}\n",
                "a: !!binary aGk=\n",
                "a: !x {b: 1}\n",
                "&x a: 1",
                "a: 1\n---\nb: 2\n",
                "a: [1",
                "\ta: 1",
                "a: 1\n b: 2",
                "%YAML 9.9\n---\na: 1\n...\nrest: [",
            })
    void what_is_not_plain_is_refused(String yaml) {
        assertThatThrownBy(() -> StrictYaml.parseObject(yaml.getBytes(UTF_8), "policy"))
                .isInstanceOf(MalformedJsonException.class)
                .hasMessageStartingWith("policy");
    }

    @Test
    void depth_size_and_encoding_are_bounded() {
        byte[] deep = ("a: " + "[".repeat(60) + "]".repeat(60)).getBytes(UTF_8);
        byte[] large = new byte[StrictYaml.MAX_BYTES + 1];
        Arrays.fill(large, (byte) '#');
        byte[] odd = {'a', ':', ' ', (byte) 0xc3, '\n'};
        for (byte[] text : new byte[][] {deep, large, odd, ("a: " + "\u0000").getBytes(UTF_8)}) {
            assertThatThrownBy(() -> StrictYaml.parseObject(text, "policy")).isInstanceOf(MalformedJsonException.class);
        }
    }
}
