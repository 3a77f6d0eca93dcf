package dev.attest.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Malicious layouts, where ATTEST_CORPUS names a folder with them in {@code hostile}. */
class HostileCorpusTest {
    private static final Duration BOUND = Duration.ofSeconds(60);

    @ParameterizedTest
    @CsvSource({
        "path-traversal, tmp/PWNED",
        "symlink-escape, tmp/PWNED",
        "hardlink-escape, h2",
        "symlink-loop, a",
        "odd-names, opt/\u202egpj.jar",
        "odd-mtimes, t3",
        "devices, dev/n3",
        "odd-status, var/lib/dpkg/status",
        "whiteout-missing, .wh.x/below",
        "whiteout-opaque, var/lib/dpkg/status",
        "jar-broken, app/cut.jar",
        "files-200k, data/1999/199999",
        "packages-25k, app/node_modules/m19999/package.json"
    })
    void honest_part_of_a_hostile_image_is_found(String name, String expected) throws Exception {
        assertTimeoutPreemptively(BOUND, () -> {
            MergedView view = view(layout(name));
            assertThat(view.at(expected)).isPresent();
            assertThat(view.resolve("var/lib/dpkg/status")).isPresent();
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "gzip-bomb | which is the limit",
                "gzip-truncated | ends in the middle",
                "digest-mismatch | the content's digest is",
                "wrong-size-small | its descriptor says",
                "wrong-size-negative | negative",
                "wrong-diff-id | its diffID says",
                "missing-blob | has no blobs/sha256/",
                "digest-traversal | lower-case hexadecimal digits",
                "layer-count-mismatch | diffIDs",
                "layers-10k | at most 1000 are read",
                "config-100mb | bytes, at most",
                "index-self | the content's digest is",
                "index-depth-1000 | nested deeper than"
            })
    void hostile_image_is_refused_with_its_reason(String name, String reason) throws Exception {
        Path layout = layout(name);
        assertTimeoutPreemptively(
                BOUND, () -> assertThatThrownBy(() -> view(layout)).satisfies(thrown -> assertThat(thrown)
                        .isInstanceOfAny(MalformedImageException.class, IOException.class)
                        .hasMessageContaining(reason)));
    }

    @Test
    void opaque_whiteout_hides_lower_layers_and_not_its_own() throws Exception {
        Path layout = layout("whiteout-opaque");
        try (Repository repository = CorpusTest.open(layout)) {
            PlatformImage image =
                    CorpusTest.image(repository, layout).platforms().get(0);
            MergedView.Located status =
                    CorpusTest.view(repository, image).at("var/lib/dpkg/status").orElseThrow();
            List<String> texts = new ArrayList<>();
            LayerReader.standard().read(repository, image, status.layer(), (entry, content) -> {
                if (entry.equals(status.entry())) {
                    texts.add(new String(content.readAllBytes(), StandardCharsets.UTF_8));
                }
            });
            assertThat(status.layer()).isEqualTo(1);
            assertThat(texts).hasSize(1);
            assertThat(texts.get(0)).contains("Package: new");
        }
    }

    @Test
    void every_case_of_the_corpus_is_judged() throws Exception {
        try (Stream<Path> cases = Files.list(CorpusTest.corpus("hostile"))) {
            assertThat(cases).hasSize(26);
        }
    }

    private static Path layout(String name) {
        return CorpusTest.corpus("hostile/" + name + "/layout");
    }

    private static MergedView view(Path layout) throws IOException, MalformedImageException {
        try (Repository repository = CorpusTest.open(layout)) {
            Reference reference = References.parse("oci:" + layout, Optional.empty());
            Image image = ImageReader.read(repository, repository.resolve(reference));
            return CorpusTest.view(repository, image.platforms().get(0));
        }
    }
}
