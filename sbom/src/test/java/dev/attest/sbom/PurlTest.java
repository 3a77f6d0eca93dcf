package dev.attest.sbom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.attest.json.StrictJson;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PurlTest {
    @Test
    void purl_is_written_as_the_current_specification_says() {
        var purl = new Purl(
                "deb", "debian", "libstdc++6", "1:2~rc1+b1", Map.of("upstream", "a@b", "arch", "", "x", "c/d e"));
        assertThat(purl).hasToString("pkg:deb/debian/libstdc%2B%2B6@1:2~rc1%2Bb1?upstream=a%40b&x=c/d%20e");
        assertThat(new Purl("maven", "a/b", "ü", "", Map.of())).hasToString("pkg:maven/a/b/%C3%BC");
    }

    @Test
    void rpm_purls_of_the_specification_are_written_as_it_says() throws Exception {
        Path file = Path.of("../../shared/vectors/purl-spec/types/rpm-test.json");
        assumeTrue(Files.exists(file), "../shared/vectors/purl-spec is not beside the project");
        int built = 0;
        for (JsonNode test : StrictJson.parse(Files.readAllBytes(file)).get("tests")) {
            if (test.get("test_type").asText().equals("build")) {
                JsonNode input = test.get("input");
                var qualifiers = new HashMap<String, String>();
                input.get("qualifiers")
                        .properties()
                        .forEach(entry ->
                                qualifiers.put(entry.getKey(), entry.getValue().asText()));
                var purl = new Purl(
                        "rpm",
                        input.get("namespace").asText(),
                        input.get("name").asText(),
                        input.get("version").asText(),
                        qualifiers);
                assertThat(purl).hasToString(test.get("expected_output").asText());
                built++;
            }
        }
        assertThat(built).isPositive();
    }

    @Test
    void purl_without_name_or_with_another_type_does_not_exist() {
        assertThatThrownBy(() -> new Purl("deb", "", "", "1", Map.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Purl("Deb", "", "a", "1", Map.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Purl("deb", "", "a", "1", Map.of("A", "b")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(Purl.of("deb", "", "", "1")).isEmpty();
    }
}
