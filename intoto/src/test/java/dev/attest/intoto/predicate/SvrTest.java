package dev.attest.intoto.predicate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attest.intoto.MalformedStatementException;
import dev.attest.intoto.ResourceDescriptor;
import dev.attest.intoto.Statement;
import dev.attest.json.StrictJson;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SvrTest {
    private static final Instant TIME = Instant.parse("2026-05-01T10:00:00Z");
    private static final ResourceDescriptor IMAGE =
            ResourceDescriptor.sha256("registry.example.com/app", "a".repeat(64));

    @Test
    void a_result_is_written_sorted_and_read_as_it_was() throws Exception {
        ResourceDescriptor policy = new ResourceDescriptor(
                Optional.empty(), Optional.of("https://p.example"), Map.of("sha256", "b".repeat(64)), Optional.empty());
        var svr = new Svr("https://v.example/v1", List.of(policy), TIME, List.of("B", "A", "B"));
        assertThat(new String(StrictJson.write(svr.json()), UTF_8))
                .isEqualTo("{\"properties\":[\"A\",\"B\"],\"timeCreated\":\"2026-05-01T10:00:00Z\",\"verifier\":"
                        + "{\"id\":\"https://v.example/v1\",\"policies\":[{\"digest\":{\"sha256\":\"" + "b".repeat(64)
                        + "\"},\"uri\":\"https://p.example\"}]}}");
        Statement statement = Statement.parse(svr.statement(List.of(IMAGE)).write());
        assertThat(statement.predicateType()).isEqualTo(Svr.PREDICATE_TYPE);
        assertThat(Svr.read(statement.predicate())).isEqualTo(svr);
    }

    @Test
    void policies_may_be_none_and_are_written_all_the_same() throws Exception {
        Svr read = read("{'verifier':{'id':'https://v.example'},'timeCreated':'2026-05-01T12:00:00+02:00',"
                + "'properties':['SLSA_BUILD_LEVEL_3']}");
        assertThat(read.policies()).isEmpty();
        assertThat(read.timeCreated()).isEqualTo(TIME);
        assertThat(read.json().at("/verifier/policies").isArray()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{'verifier':{'id':'no uri'},'timeCreated':'2026-05-01T10:00:00Z'}",
                "{'verifier':{'id':'v:1'}}",
                "{'verifier':{'id':'v:1'},'timeCreated':''}",
                "{'verifier':{'id':'v:1'},'timeCreated':'today'}",
                "{'verifier':{'id':'v:1','policies':['x']},'timeCreated':'2026-05-01T10:00:00Z'}",
                "{'verifier':{'id':'v:1'},'timeCreated':'2026-05-01T10:00:00Z','properties':['']}",
                "{'verifier':{'id':'v:1'},'timeCreated':'2026-05-01T10:00:00Z','properties':{}}",
            })
    void what_says_no_such_thing_is_refused(String text) {
        assertThatThrownBy(() -> read(text)).isInstanceOf(MalformedStatementException.class);
    }

    @Test
    void the_number_of_properties_is_bounded() {
        var many = Collections.nCopies(Svr.MAX_ENTRIES + 1, "X");
        assertThatThrownBy(() -> new Svr("https://v.example", List.of(), TIME, many))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Svr("https://v.example", List.of(), TIME, List.of("X".repeat(257))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Svr read(String text) throws Exception {
        return Svr.read(StrictJson.parseObject(text.replace('\'', '"').getBytes(UTF_8), "predicate"));
    }
}
