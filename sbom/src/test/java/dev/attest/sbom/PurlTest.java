package dev.attest.sbom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.attest.json.StrictJson;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PurlTest {
    /**
     * Where the suite contradicts itself or a definition: keys in upper case are to be refused here and put into lower
     * case there (rpm and gem against maven, and against their own round trips); git's definition has case.
     */
    private static final Set<String> CONTRADICTED = Set.of(
            "gem-test.json parse \"pkg:gem/jruby-launcher@1.1.2?Platform=java\"",
            "rpm-test.json parse \"pkg:Rpm/fedora/curl@7.50.3-1.fc25?Arch=i386&Distro=fedora-25\"",
            "git-test.json validate \"pkg:git/github/Package-url/purl-Spec@244fd47e07d1004f0aed9c\"");

    @Test
    void purl_is_written_as_the_current_specification_says() {
        var purl = new Purl(
                "deb", "debian", "libstdc++6", "1:2~rc1+b1", Map.of("upstream", "a@b", "arch", "", "x", "c/d e"));
        assertThat(purl).hasToString("pkg:deb/debian/libstdc%2B%2B6@1:2~rc1%2Bb1?upstream=a%40b&x=c%2Fd%20e");
        assertThat(new Purl("maven", "a/b", "ü", "", Map.of())).hasToString("pkg:maven/a/b/%C3%BC");
    }

    @TestFactory
    Stream<DynamicTest> purls_of_the_specification_are_read_and_written_as_it_says() throws Exception {
        Path suite = Path.of("../../shared/vectors/purl-spec");
        assumeTrue(Files.exists(suite), "../shared/vectors/purl-spec is not beside the project");
        var tests = new ArrayList<DynamicTest>();
        int contradicted = 0;
        try (Stream<Path> files = Files.walk(suite)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                for (JsonNode test : StrictJson.parse(Files.readAllBytes(file)).get("tests")) {
                    String name =
                            file.getFileName() + " " + test.get("test_type").asText() + " " + test.get("input");
                    if (CONTRADICTED.contains(name)) {
                        contradicted++;
                        continue;
                    }
                    tests.add(DynamicTest.dynamicTest(name, () -> check(test)));
                }
            }
        }
        assertThat(tests.size() + contradicted).isGreaterThanOrEqualTo(586);
        assertThat(contradicted).isLessThanOrEqualTo(CONTRADICTED.size());
        return tests.stream();
    }

    private static void check(JsonNode test) {
        JsonNode input = test.get("input");
        boolean build = test.get("test_type").asText().equals("build");
        Optional<Purl> purl = build ? built(input) : Purl.parse(input.asText());
        if (test.get("expected_failure").asBoolean()) {
            assertThat(purl).isEmpty();
        } else if (test.get("test_type").asText().equals("parse")) {
            assertThat(purl).isEqualTo(built(test.get("expected_output"))).isPresent();
        } else {
            assertThat(purl.orElseThrow())
                    .hasToString(test.get("expected_output").asText());
        }
    }

    private static Optional<Purl> built(JsonNode parts) {
        var qualifiers = new HashMap<String, String>();
        parts.path("qualifiers")
                .properties()
                .forEach(
                        entry -> qualifiers.put(entry.getKey(), entry.getValue().asText()));
        try {
            return Optional.of(new Purl(
                    text(parts, "type"),
                    text(parts, "namespace"),
                    text(parts, "name"),
                    text(parts, "version"),
                    qualifiers,
                    text(parts, "subpath")));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static String text(JsonNode parts, String name) {
        return parts.hasNonNull(name) ? parts.get(name).asText() : "";
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "pkg:",
                "pkg:deb",
                "pkg:deb/",
                "pkg:deb/a?x",
                "pkg:deb/a?x=1&x=2",
                "pkg:deb/%",
                "pkg:deb/a%2",
                "pkg:deb/a%zz",
                "pkg:deb/a%ff",
                "pkg:npm/a%2fb/c",
                "http://deb/a"
            })
    void other_text_is_no_purl(String text) {
        assertThat(Purl.parse(text)).isEmpty();
        assertThat(Purl.parse("pkg:deb/" + "a".repeat(5000))).isEmpty();
    }

    @Test
    void scope_without_a_version_is_no_version() {
        assertThat(Purl.parse("pkg:npm/@babel/core")).contains(new Purl("npm", "@babel", "core", "", Map.of()));
        assertThat(Purl.parse("pkg:NPM/%40babel/core@1#/a/./b/../c"))
                .contains(new Purl("npm", "@babel", "core", "1", Map.of(), "a/b/c"));
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
