package dev.attest.sbom.conda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.attest.sbom.Component;
import dev.attest.sbom.Scanned;
import dev.attest.sbom.TestImage;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CondaTest {
    private static final String META = "opt/conda/conda-meta/";

    private static TestImage image() {
        return new TestImage().layer().file("etc/os-release", "ID=x\n");
    }

    private static String record(String name, String version, String more) {
        return "{\"name\":\"" + name + "\",\"version\":\"" + version + "\",\"build\":\"h0_1\",\"subdir\":\"linux-64\","
                + "\"fn\":\"" + name + ".conda\",\"license\":\"BSD-3-Clause\"" + more + "}";
    }

    @Test
    void packages_own_what_python_shows_again() throws Exception {
        String site = "lib/python3.12/site-packages/";
        var result = image().file(
                        META + "numpy-1.26-h0_1.json",
                        record(
                                "numpy",
                                "1.26",
                                ",\"channel\":\"https://conda.x/conda-forge/linux-64\",\"depends\":[\"libblas >=3\","
                                        + "\"python >=3.12,<3.13\"],\"url\":\"https://conda.x/numpy.conda\",\"files\":[\""
                                        + site + "numpy-1.26.dist-info/METADATA\",\"bin/f2py\"]"))
                .file(META + "libblas-3-h0.json", record("libblas", "3", ",\"channel\":\"defaults\""))
                .file(META + "history", "==> x <==")
                .file("opt/conda/" + site + "numpy-1.26.dist-info/METADATA", "Name: numpy\nVersion: 1.26\n")
                .program("opt/conda/bin/f2py")
                .scan();
        String numpy = "pkg:conda/numpy@1.26?build=h0_1&channel=conda-forge&subdir=linux-64&type=conda";
        String blas = "pkg:conda/libblas@3?build=h0_1&channel=defaults&subdir=linux-64&type=conda";
        assertThat(Scanned.purls(result)).containsExactly(blas, numpy, "pkg:pypi/numpy@1.26");
        Component component = Scanned.component(result, numpy);
        assertThat(component.dependsOn()).containsExactly(blas, "pkg:pypi/numpy@1.26");
        assertThat(component.declared().licences()).containsExactly("BSD-3-Clause");
        assertThat(component.declared().references()).containsEntry("distribution", "https://conda.x/numpy.conda");
        assertThat(Scanned.component(result, "pkg:pypi/numpy@1.26").contained()).isTrue();
        assertThat(result.sbom().gaps()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "https://conda.anaconda.org/t/secret-token/private/linux-64, private",
        "https://user:pw@host/chan/noarch/, chan",
        "pkgs/main, main",
        "'', ''"
    })
    void channel_shows_no_secret(String channel, String name) throws Exception {
        String more = ",\"channel\":\"" + channel + "\",\"url\":\"" + channel + "/a.conda\"";
        var result = image().file(META + "a-1-h0.json", record("a", "1", more)).scan();
        String qualifier = name.isEmpty() ? "" : "&channel=" + name;
        assertThat(Scanned.purls(result))
                .containsExactly("pkg:conda/a@1?build=h0_1" + qualifier + "&subdir=linux-64&type=conda");
        assertThat(result.sbom().components().get(0).declared().references()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{}", "{\"name\":\"a\"}", "{\"name\":\"a/b\",\"version\":\"1\"}", "\u0000"})
    void damaged_record_is_a_gap(String text) throws Exception {
        var result = image().file(META + "a-1-h0.json", text).scan();
        assertThat(Scanned.gaps(result)).containsExactly("unreadable " + META + "a-1-h0.json");
    }

    @Test
    void hostile_records_end() throws Exception {
        byte[] invalid = "{\"name\":\"a\u00ff\"}".getBytes(StandardCharsets.ISO_8859_1);
        var result = image().file(META + "deep.json", "{\"a\":" + "[".repeat(200_000))
                .file(META + "invalid.json", invalid)
                .file(
                        META + "many.json",
                        record("many", "1", ",\"files\":[" + "\"a/b\",".repeat(100_000) + "\"..\",\"../../x\",7]"))
                .scan();
        assertThat(Scanned.purls(result)).containsExactly("pkg:conda/many@1?build=h0_1&subdir=linux-64&type=conda");
        assertThat(Scanned.gaps(result)).hasSize(2);
    }
}
