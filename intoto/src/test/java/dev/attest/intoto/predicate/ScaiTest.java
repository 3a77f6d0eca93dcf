package dev.attest.intoto.predicate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.attest.intoto.MalformedStatementException;
import dev.attest.intoto.ResourceDescriptor;
import dev.attest.intoto.Statement;
import dev.attest.json.StrictJson;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScaiTest {
    private static final ResourceDescriptor IMAGE = ResourceDescriptor.sha256("app", "a".repeat(64));
    private static final ScaiAttribute ATTRIBUTE = new ScaiAttribute(
            "TEST_COVERAGE",
            Optional.of(IMAGE),
            Map.of("tool", JsonNodeFactory.instance.textNode("jacoco")),
            Optional.of(ResourceDescriptor.sha256("jacoco.xml", "b".repeat(64))));

    @Test
    void what_was_written_is_read() throws Exception {
        var scai = new Scai(List.of(ATTRIBUTE), Optional.of(IMAGE));
        byte[] written = scai.statement(List.of(IMAGE)).write();
        assertThat(Scai.read(Statement.parse(written).predicate())).isEqualTo(scai);
        assertThat(new String(written, UTF_8))
                .contains("\"predicateType\":\"https://in-toto.io/attestation/scai/v0.3\"")
                .contains("\"conditions\":{\"tool\":\"jacoco\"}");
        assertThat(scai.named("TEST_COVERAGE")).containsExactly(ATTRIBUTE);
        assertThat(scai.named("NO_SHELL")).isEmpty();
    }

    @Test
    void optional_fields_are_left_out_and_unknown_ones_ignored() throws Exception {
        Scai read = read("{'attributes':[{'attribute':'A','target':null,'extra':1}],'producer':null,'more':{}}");
        assertThat(read.json().toString()).isEqualTo("{\"attributes\":[{\"attribute\":\"A\"}]}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{'attributes':[]}",
                "{'attributes':{}}",
                "{'attributes':['A']}",
                "{'attributes':[{}]}",
                "{'attributes':[{'attribute':' '}]}",
                "{'attributes':[{'attribute':'A','target':{}}]}",
                "{'attributes':[{'attribute':'A','conditions':'always'}]}",
                "{'attributes':[{'attribute':'A','evidence':'report.xml'}]}",
                "{'attributes':[{'attribute':'A'}],'producer':'me'}",
            })
    void what_is_no_report_is_refused(String json) {
        assertThatThrownBy(() -> read(json))
                .isInstanceOf(MalformedStatementException.class)
                .hasMessageContaining("predicate");
    }

    @Test
    void names_and_numbers_are_bounded() {
        List<ScaiAttribute> many = Collections.nCopies(Scai.MAX_ATTRIBUTES + 1, ATTRIBUTE);
        assertThatThrownBy(() -> new Scai(many, Optional.empty())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ScaiAttribute("A".repeat(1_001), Optional.empty(), Map.of(), Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Scai read(String json) throws Exception {
        return Scai.read(StrictJson.parseObject(json.replace('\'', '"').getBytes(UTF_8), "predicate"));
    }
}
