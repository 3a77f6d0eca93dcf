package dev.attest.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Real images, where the environment variable ATTEST_CORPUS names a folder that holds them. */
class CorpusTest {
    static Path corpus(String name) {
        String corpus = System.getenv("ATTEST_CORPUS");
        assumeTrue(corpus != null, "ATTEST_CORPUS names no corpus of images");
        Path path = Path.of(String.valueOf(corpus), name);
        assumeTrue(Files.exists(path), "the corpus has no " + name);
        return path;
    }

    @ParameterizedTest
    @CsvSource({"debian-base", "debian-dev", "distroless-java"})
    void view_of_a_real_image_is_what_umoci_unpacks(String name) throws Exception {
        Path layout = corpus(name);
        Path root = corpus(".work/" + name + "/root");
        try (Repository repository = open(layout)) {
            PlatformImage image = image(repository, layout).platforms().get(0);
            MergedView view = view(repository, image);
            Set<String> missing = paths(root);
            missing.removeAll(paths(view));
            // The unpacked root is where the image was built: its devices never went into a layer.
            missing.removeIf(path -> path.startsWith("dev/"));
            Set<String> tooMuch = paths(view);
            tooMuch.removeAll(paths(root));
            assertThat(missing).isEmpty();
            assertThat(tooMuch).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"multiarch, 1, 2, 0", "multiarch-nested, 3, 2, 0", "multiarch-buildkit, 1, 2, 1"})
    void index_of_a_real_image_is_walked_whole(String name, int indexes, int platforms, int others) throws Exception {
        Path layout = corpus(name);
        try (Repository repository = open(layout)) {
            Image image = image(repository, layout);
            assertThat(image.indexes()).hasSize(indexes);
            assertThat(image.platforms()).hasSize(platforms);
            assertThat(image.others()).hasSize(others);
            for (PlatformImage platform : image.platforms()) {
                assertThat(view(repository, platform).files()).isNotEmpty();
            }
        }
    }

    static Repositories repositories() {
        return new Repositories(() -> RegistrySettings.standard(Map.of()));
    }

    static Repository open(Path layout) throws IOException, MalformedImageException {
        return repositories().open(References.parse("oci:" + layout, Optional.empty()));
    }

    static Image image(Repository repository, Path layout) throws IOException, MalformedImageException {
        return ImageReader.read(repository, repository.resolve(References.parse("oci:" + layout, Optional.empty())));
    }

    static MergedView view(Repository repository, PlatformImage image) throws IOException, MalformedImageException {
        var builder = new MergedView.Builder();
        for (int layer = 0; layer < image.layers().size(); layer++) {
            var entries = new ArrayList<LayerEntry>();
            LayerReader.standard().read(repository, image, layer, (entry, content) -> entries.add(entry));
            builder.add(entries);
        }
        return builder.build();
    }

    private static Set<String> paths(MergedView view) {
        var paths = new TreeSet<String>();
        for (MergedView.Located located : view.entries()) {
            if (!located.path().isEmpty()) {
                paths.add(located.path() + " " + kind(located.file().entry()));
            }
        }
        return paths;
    }

    private static String kind(LayerEntry entry) {
        return switch (entry.type()) {
            case FILE -> "file " + entry.size();
            case DIRECTORY -> "directory";
            case SYMLINK -> "link " + entry.linkTarget();
            default -> "other";
        };
    }

    private static Set<String> paths(Path root) throws IOException {
        var paths = new TreeSet<String>();
        try (Stream<Path> all = Files.walk(root)) {
            for (Path path : all.filter(found -> !found.equals(root)).toList()) {
                String kind = Files.isSymbolicLink(path)
                        ? "link " + Files.readSymbolicLink(path)
                        : Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)
                                ? "directory"
                                : Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)
                                        ? "file " + Files.size(path)
                                        : "other";
                paths.add(root.relativize(path) + " " + kind);
            }
        }
        return paths;
    }
}
