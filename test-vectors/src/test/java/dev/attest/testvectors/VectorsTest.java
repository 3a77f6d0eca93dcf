package dev.attest.testvectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VectorsTest {
    private static final String ONE =
            "{\"file\": \"a.json\", \"expected\": \"refused\", \"defect\": \"a \\\"b\\\"\", \"source\": \"attest\", \"licence\": \"Apache-2.0\"}";

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {"json", "statement", "envelope", "openvex", "provenance", "provenance-attacks", "build-facts"})
    void every_area_has_both_answers(String area) {
        List<Vector> vectors = Vectors.area(area);
        assertThat(vectors).extracting(Vector::expected).contains(Vector.Expected.ACCEPTED, Vector.Expected.REFUSED);
        assertThat(vectors).allSatisfy(vector -> assertThat(vector.bytes()).hasSizeLessThan(20_000));
        assertThat(vectors).extracting(Vector::defect).doesNotHaveDuplicates();
    }

    @Test
    void a_listed_vector_is_read() throws IOException {
        write("a.json", "{}");
        write("index.json", "[" + ONE + "]\n");
        Vector vector = Vectors.read(folder).get(0);
        assertThat(vector.name()).isEqualTo("a.json");
        assertThat(vector.bytes()).isEqualTo(new byte[] {'{', '}'});
        assertThat(vector).hasToString("a.json is refused: a \"b\"");
    }

    @Test
    void a_missing_vector_fails() throws IOException {
        write("index.json", "[" + ONE + "]");
        assertThatThrownBy(() -> Vectors.read(folder)).hasMessage("listed but missing: a.json");
    }

    @Test
    void an_unlisted_vector_fails() throws IOException {
        write("a.json", "{}");
        write("b.json", "{}");
        write("index.json", "[" + ONE + "]");
        assertThatThrownBy(() -> Vectors.read(folder)).hasMessage("present but not listed: b.json");
    }

    @Test
    void a_vector_listed_twice_fails() throws IOException {
        write("a.json", "{}");
        write("index.json", "[" + ONE + "," + ONE + "]");
        assertThatThrownBy(() -> Vectors.read(folder)).hasMessageContaining("listed twice");
    }

    @Test
    void an_unknown_area_fails() {
        assertThatThrownBy(() -> Vectors.area("nothing")).hasMessage("no such area: nothing");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[",
                "[]",
                "{}",
                "[{}]",
                "[{\"file\": 1}]",
                "[{\"file\": \"a.json\"}]",
                "[{\"file\": \"a\\n\"}]",
                "[{\"file\": \"a\", \"file\": \"a\"}]",
                "[{\"file\": \"a\"} {}]",
                "[{\"file\": \"a\"}] x",
                "[{\"file\": \"a\\"
            })
    void a_broken_index_fails(String index) throws IOException {
        write("a.json", "{}");
        write("index.json", index);
        assertThatThrownBy(() -> Vectors.read(folder)).isInstanceOf(IllegalStateException.class);
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }
}
