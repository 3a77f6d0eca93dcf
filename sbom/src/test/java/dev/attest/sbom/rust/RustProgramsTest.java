package dev.attest.sbom.rust;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attest.sbom.Component;
import dev.attest.sbom.Gap;
import dev.attest.sbom.ScanResult;
import dev.attest.sbom.TestImage;
import dev.attest.sbom.binary.ElfFiles;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RustProgramsTest {
    private static final String CRATES =
            """
            {"packages":[
            {"name":"app","version":"0.1.0","source":"local","dependencies":[1,2,3],"root":true},
            {"name":"serde","version":"1.0.2","source":"crates.io","dependencies":[3]},
            {"name":"cc","version":"1.1.0","source":"crates.io","kind":"build"},
            {"name":"forked","version":"2.0.0","source":"git"}]}
            """;

    private static byte[] program(byte[] json) throws Exception {
        var packed = new ByteArrayOutputStream();
        try (var out = new DeflaterOutputStream(packed)) {
            out.write(json);
        }
        return ElfFiles.program().section(".dep-v0", 1, packed.toByteArray()).bytes();
    }

    private static TestImage image(byte[] json) throws Exception {
        return new TestImage().layer().file("etc/os-release", "ID=x\n").file("bin/app", program(json), 0755);
    }

    private static List<String> names(ScanResult scan) {
        return scan.sbom().components().stream()
                .map(c -> c.identity()
                        .purl()
                        .map(Object::toString)
                        .orElse(c.identity().name()))
                .sorted()
                .toList();
    }

    @Test
    void crates_of_the_running_program_are_components_with_their_needs() throws Exception {
        ScanResult scan = image(CRATES.getBytes(StandardCharsets.UTF_8)).scan();
        assertThat(names(scan)).containsExactly("forked", "pkg:cargo/app@0.1.0", "pkg:cargo/serde@1.0.2");
        Component forked = scan.sbom().components().stream()
                .filter(c -> c.identity().name().equals("forked"))
                .findFirst()
                .orElseThrow();
        assertThat(forked.declared().properties()).containsEntry("cargo.source", "git");
        assertThat(scan.sbom().components())
                .filteredOn(c -> c.dependsOn().contains(forked.ref()))
                .hasSize(2);
        assertThat(scan.sbom().gaps()).isEmpty();
    }

    @Test
    void crate_that_is_the_package_itself_is_not_listed_twice() throws Exception {
        ScanResult scan = image(CRATES.getBytes(StandardCharsets.UTF_8))
                .file("var/lib/dpkg/status", "Package: app\nVersion: 0.1.0-1\nStatus: install ok installed\n")
                .file("var/lib/dpkg/info/app.list", "/bin/app\n")
                .scan();
        assertThat(names(scan)).doesNotContain("pkg:cargo/app@0.1.0").contains("pkg:cargo/serde@1.0.2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{\"packages\":[{}]}",
                "{\"packages\":7}",
                "{\"packages\":[{\"name\":\"a\",\"version\":1}]}",
                "{\"packages\":[{\"name\":\"a\",\"version\":\"1\",\"root\":1}]}"
            })
    void text_of_another_form_is_a_gap(String json) throws Exception {
        ScanResult scan = image(json.getBytes(StandardCharsets.UTF_8)).scan();
        assertThat(scan.sbom().components()).isEmpty();
        assertThat(scan.sbom().gaps()).extracting(Gap::kind).contains(Gap.Kind.UNREADABLE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "99", "1e300", "\"x\"", "null", "99999999999"})
    void need_that_leads_nowhere_is_none(String index) throws Exception {
        String json =
                "{\"packages\":[{\"name\":\"a\",\"version\":\"1\",\"root\":true,\"dependencies\":[" + index + "]}]}";
        ScanResult scan = image(json.getBytes(StandardCharsets.UTF_8)).scan();
        assertThat(names(scan)).containsExactly("pkg:cargo/a@1");
    }

    @Test
    void bomb_and_deep_nesting_are_gaps() throws Exception {
        ScanResult bomb = image(new byte[64 << 20]).scan();
        assertThat(bomb.sbom().gaps()).extracting(Gap::subject).contains("bin/app");
        ScanResult deep = image(("{\"packages\":" + "[".repeat(200_000)).getBytes(StandardCharsets.UTF_8))
                .scan();
        assertThat(deep.sbom().gaps()).extracting(Gap::subject).contains("bin/app");
    }
}
