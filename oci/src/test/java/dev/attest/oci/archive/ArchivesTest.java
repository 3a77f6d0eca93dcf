package dev.attest.oci.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attest.oci.Image;
import dev.attest.oci.ImageReader;
import dev.attest.oci.LayerReader;
import dev.attest.oci.MalformedImageException;
import dev.attest.oci.NotFoundException;
import dev.attest.oci.Reference;
import dev.attest.oci.References;
import dev.attest.oci.Repository;
import dev.attest.testvectors.LayoutBuilder;
import dev.attest.testvectors.TarWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArchivesTest {
    private static final byte[] LAYER =
            new TarWriter().file("etc/app", "content").bytes();
    private static final String CONFIG = "{\"os\":\"linux\",\"architecture\":\"amd64\",\"rootfs\":{\"type\":\"layers\","
            + "\"diff_ids\":[\"" + LayoutBuilder.sha256(LAYER) + "\"]}}";

    @TempDir
    private Path folder;

    @Test
    void layout_in_a_tar_is_read_in_place() throws Exception {
        String digest = LayoutBuilder.image(folder.resolve("layout"), LAYER);
        var tar = new TarWriter();
        try (Stream<Path> files = Files.walk(folder.resolve("layout"))) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                tar.file(folder.resolve("layout").relativize(file).toString(), Files.readAllBytes(file));
            }
        }
        assertThat(open("oci-archive:", tar.bytes())).hasToString(digest + " etc/app");
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void what_docker_saves_is_read_and_always_has_the_same_digest(boolean gzip) throws Exception {
        byte[] layer = gzip ? TarWriter.gzip(LAYER) : LAYER;
        byte[] plain = docker("layer.tar").file("layer.tar", layer).bytes();
        byte[] linked = docker("a/layer.tar")
                .file("b/real.tar", layer)
                .symlink("a/layer.tar", "../b/real.tar")
                .bytes();
        assertThat(open("docker-archive:", plain)).endsWith(" etc/app").isEqualTo(open("docker-archive:", linked));
    }

    @Test
    void archive_is_not_written() throws Exception {
        Path file = Files.write(
                folder.resolve("a.tar"), docker("l").file("l", LAYER).bytes());
        Reference reference = References.parse("docker-archive:" + file, Optional.empty());
        try (Repository repository = Archives.open((Reference.Archive) reference)) {
            assertThat(repository.referrers(repository.resolve(reference).digest()))
                    .isEmpty();
            assertThatThrownBy(() -> repository.attach(repository.resolve(reference), List.of()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("copy the image to a layout");
        }
    }

    @Test
    void archive_that_is_none_or_plays_tricks_is_refused() {
        assertThatThrownBy(() -> open("docker-archive:", docker("l").bytes())).isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() ->
                        open("docker-archive:", docker("l").symlink("l", "l").bytes()))
                .hasMessageContaining("leads nowhere");
        assertThatThrownBy(
                        () -> open("docker-archive:", docker("../../etc/passwd").bytes()))
                .isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> open(
                        "docker-archive:",
                        docker("l").file("l", "a").file("l", "b").bytes()))
                .isInstanceOf(MalformedImageException.class)
                .hasMessageContaining("twice");
        assertThatThrownBy(() -> open("docker-archive:", new byte[700])).hasMessageContaining("manifest.json");
        assertThatThrownBy(() -> open("docker-archive:", TarWriter.gzip(LAYER)))
                .isInstanceOf(MalformedImageException.class);
        assertThatThrownBy(() -> open(
                        "oci-archive:",
                        new TarWriter().file("manifest.json", "[]").bytes()))
                .hasMessageContaining("oci-layout");
        assertThatThrownBy(() -> open(
                        "docker-archive:",
                        new TarWriter().file("manifest.json", "[]").bytes()))
                .hasMessageContaining("expected one image");
        assertThatThrownBy(() -> Archives.open(new Reference.Archive(Reference.Archive.Kind.OCI, folder)))
                .hasMessageContaining("not a regular file");
        assertThatThrownBy(
                        () -> Archives.open(new Reference.Archive(Reference.Archive.Kind.OCI, folder.resolve("none"))))
                .isInstanceOf(NotFoundException.class);
    }

    private static TarWriter docker(String layer) {
        return new TarWriter()
                .file("c.json", CONFIG)
                .file(
                        "manifest.json",
                        "[{\"Config\":\"c.json\",\"RepoTags\":[\"a:1\"],\"Layers\":[\"" + layer + "\"]}]");
    }

    private String open(String kind, byte[] tar) throws IOException, MalformedImageException {
        Path file = Files.write(folder.resolve("archive.tar"), tar);
        Reference reference = References.parse(kind + file, Optional.empty());
        try (Repository repository = Archives.open((Reference.Archive) reference)) {
            Image image = ImageReader.read(repository, repository.resolve(reference));
            var paths = new ArrayList<String>();
            LayerReader.standard()
                    .read(repository, image.platforms().get(0), 0, (entry, content) -> paths.add(entry.path()));
            return image.root().digest() + " " + String.join(" ", paths);
        }
    }
}
