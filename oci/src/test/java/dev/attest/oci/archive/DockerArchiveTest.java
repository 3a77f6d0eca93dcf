package dev.attest.oci.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.github.luben.zstd.Zstd;
import dev.attest.oci.Image;
import dev.attest.oci.ImageReader;
import dev.attest.oci.LayerReader;
import dev.attest.oci.MalformedImageException;
import dev.attest.oci.PlatformImage;
import dev.attest.oci.Reference;
import dev.attest.oci.References;
import dev.attest.oci.Repository;
import dev.attest.testvectors.LayoutBuilder;
import dev.attest.testvectors.TarWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Archives of docker as they are, and as somebody might make them to have another image judged than the one that runs. */
class DockerArchiveTest {
    private static final byte[] LAYER =
            new TarWriter().file("etc/app", "content").bytes();
    private static final byte[] OTHER = new TarWriter().file("etc/evil", "x").bytes();

    @TempDir
    private Path folder;

    @Test
    void layer_is_read_however_it_is_compressed() throws Exception {
        for (byte[] packed : List.of(LAYER, TarWriter.gzip(LAYER), Zstd.compress(LAYER))) {
            assertThat(read(plain(config(LAYER), "l").file("l", packed))).containsExactly("etc/app");
        }
    }

    @Test
    void archive_that_is_a_layout_too_is_read_once_and_by_its_digests() throws Exception {
        TarWriter tar = saved(LAYER, "manifest", List.of(blobName(TarWriter.gzip(LAYER))));
        assertThat(read(tar)).containsExactly("etc/app");
        // Under the path of a digest there is something else: nobody hashes it before it is read, and then it counts.
        byte[] packed = TarWriter.gzip(LAYER);
        TarWriter lying = plain(config(LAYER), blobName(packed)).file(blobName(packed), TarWriter.gzip(OTHER));
        assertThatThrownBy(() -> read(lying))
                .isInstanceOf(MalformedImageException.class)
                .hasMessageContaining("digest is");
    }

    @ParameterizedTest
    @ValueSource(strings = {"manifest", "index", "hidden"})
    void manifest_json_about_another_image_than_index_json_is_refused(String form) {
        String name = blobName(TarWriter.gzip(OTHER));
        assertThatThrownBy(() -> read(saved(LAYER, form, List.of(name)).file(name, TarWriter.gzip(OTHER))))
                .isInstanceOf(MalformedImageException.class)
                .hasMessageContaining("different images");
    }

    @Test
    void other_image_in_manifest_json_is_refused_under_the_name_of_an_oci_archive_too() throws Exception {
        String name = blobName(TarWriter.gzip(OTHER));
        Path file = folder.resolve("both.tar");
        Files.write(
                file,
                saved(LAYER, "manifest", List.of(name))
                        .file(name, TarWriter.gzip(OTHER))
                        .bytes());
        assertThatThrownBy(() -> Archives.open(new Reference.Archive(
                        Reference.Archive.Kind.OCI, file, java.util.Optional.empty(), java.util.Optional.empty())))
                .isInstanceOf(MalformedImageException.class)
                .hasMessageContaining("different images");
    }

    /** Docker with containerd's store loads whatever index.json lists, not only what looks like the image of the archive. */
    @ParameterizedTest
    @ValueSource(strings = {"evidence-tag", "subject"})
    void image_that_index_json_lists_as_if_it_were_evidence_is_refused(String form) {
        assertThatThrownBy(() -> read(saved(LAYER, form, List.of(blobName(TarWriter.gzip(LAYER))))))
                .isInstanceOf(MalformedImageException.class)
                .hasMessageContaining("different images");
    }

    /** Go, in which docker and podman are written, takes a member whatever its capitals, and the last one counts. */
    @ParameterizedTest
    @ValueSource(strings = {"\"config\":\"d.json\"", "\"CONFIG\":\"d.json\"", "\"layers\":[]", "\"Layer\u017f\":[]"})
    void member_of_manifest_json_with_other_capitals_is_refused(String member) {
        TarWriter tar = new TarWriter()
                .file("c.json", config(LAYER))
                .file("d.json", config(LAYER).replace("amd64", "arm64"))
                .file("manifest.json", "[{\"Config\":\"c.json\",\"Layers\":[\"l\"]," + member + "}]")
                .file("l", LAYER);
        assertThatThrownBy(() -> read(tar))
                .isInstanceOf(MalformedImageException.class)
                .hasMessageContaining("capitals");
    }

    /** Who unpacks the archive would write c.json twice, as a folder in it is a link to another one. */
    @Test
    void name_below_a_link_or_a_file_is_refused() {
        refused(plain(config(LAYER), "l").file("l", LAYER).symlink("a", ".").file("a/c.json", "{}"), "no folder");
        refused(
                plain(config(LAYER), "l")
                        .file("l", LAYER)
                        .file("a/c.json", "{}")
                        .symlink("a", "."),
                "no folder");
        refused(plain(config(LAYER), "l").file("l", LAYER).file("l/c.json", "{}"), "no folder");
    }

    @Test
    void index_json_with_several_images_or_none_is_refused() {
        for (String form : List.of("two", "none", "away")) {
            List<String> layers = List.of(blobName(TarWriter.gzip(LAYER)));
            assertThatThrownBy(() -> read(saved(LAYER, form, layers)))
                    .as(form)
                    .isInstanceOf(MalformedImageException.class)
                    .hasMessageContaining("index.json");
        }
    }

    @Test
    void big_file_that_is_named_as_many_layers_is_hashed_once() throws Exception {
        byte[] big = new byte[48 << 20];
        TarWriter tar = new TarWriter()
                .file("c.json", config(LAYER))
                .file("manifest.json", manifest("c.json", Collections.nCopies(1000, "a/l")))
                .symlink("a/l", "../l")
                .file("l", big);
        Path file = Files.write(folder.resolve("big.tar"), tar.bytes());
        // Hashing it a thousand times takes half a minute and more.
        assertTimeoutPreemptively(Duration.ofSeconds(15), () -> {
            try (Repository repository = open(file)) {
                assertThat(repository.name()).endsWith("big.tar");
            }
        });
        Files.write(
                file,
                plain(config(LAYER), Collections.nCopies(1001, "l").toArray(String[]::new))
                        .file("l", LAYER)
                        .bytes());
        assertThatThrownBy(() -> open(file)).hasMessageContaining("more than 1000 layers");
    }

    @Test
    void archive_is_refused_for_what_it_holds_and_lacks() {
        refused(new TarWriter().file("manifest.json", "[{},{}]"), "it lists 2");
        refused(new TarWriter().file("manifest.json", "{}"), "it lists none");
        refused(new TarWriter().file("manifest.json", "[{\"Layers\":[]}]"), "Config");
        refused(new TarWriter().file("manifest.json", "[{\"Config\":1,\"Layers\":[]}]"), "Config");
        refused(new TarWriter().file("manifest.json", "[".repeat(5000)), "manifest.json");
        refused(plain(config(LAYER), "l").file("l", LAYER).file("./l", OTHER), "twice");
        refused(plain(config(LAYER), "l").file("l", LAYER).hardlink("x/../l", "c.json"), "twice");
        refused(plain(config(LAYER), "l").file("l", OTHER), "its diffID says");
        refused(plain(config(LAYER), "l", "l").file("l", LAYER), "2 layers, its configuration 1 diffIDs");
        refused(plain(config(LAYER), "l").symlink("l", "../../../../etc/passwd"), "has no l");
        refused(plain(config(LAYER), "l").symlink("l", "m").symlink("m", "l"), "leads nowhere");
        refused(plain(config(LAYER), "l").directory("l"), "has no l");
        refused(plain(config(LAYER), "l").entry('S', "l", "", 0644, LAYER), "sparse");
        refused(plain(config(LAYER), "l").pax("GNU.sparse.size=9").file("l", LAYER), "sparse");
        refused(plain(config(LAYER), "l").entry('L', "x", "", 0, new byte[2 << 20]), "extended header");
        refused(
                plain(config(LAYER), "l").raw(TarWriter.headerBlock('0', "l", "", 0644, 1L << 40)),
                "ends in the middle");
        refused(
                plain(config(LAYER), "l").raw(TarWriter.headerBlock('0', "l", "", 0644, LAYER.length)),
                "in the middle");
        refused(plain(config(LAYER), "l").pax("size=" + Long.MAX_VALUE).file("l", LAYER), "malformed");
    }

    /** The size in a PAX header counts; who goes by the other one sees another file. */
    @Test
    void size_is_the_one_of_the_pax_header() throws Exception {
        byte[] padded = Arrays.copyOf(LAYER, LAYER.length);
        TarWriter tar = plain(config(LAYER), "l")
                .pax("size=" + padded.length)
                .raw(TarWriter.headerBlock('0', "l", "", 0644, 0))
                .raw(padded);
        assertThat(read(tar)).containsExactly("etc/app");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "zstd"})
    void compressed_archive_is_refused_with_advice(String how) throws Exception {
        byte[] tar = plain(config(LAYER), "l").file("l", LAYER).bytes();
        Path file = Files.write(folder.resolve("a.tar"), how.equals("gzip") ? TarWriter.gzip(tar) : Zstd.compress(tar));
        assertThatThrownBy(() -> open(file))
                .isInstanceOf(MalformedImageException.class)
                .hasMessageContaining("unpack it");
    }

    private void refused(TarWriter tar, String reason) {
        assertThatThrownBy(() -> read(tar))
                .isInstanceOfAny(MalformedImageException.class, IOException.class)
                .hasMessageContaining(reason);
    }

    /** An archive with a layout of {@code layer} in it, in one of several forms, and a manifest.json with these layers. */
    private TarWriter saved(byte[] layer, String form, List<String> layers) throws IOException {
        Path layout = folder.resolve("layout-" + form);
        var builder = new LayoutBuilder(layout);
        String manifest = builder.image("linux", "amd64", "{}", layer);
        String other = builder.image("linux", "arm64", "{}", layer);
        String attestation = builder.manifest("{}", List.of(builder.blob("application/vnd.in-toto+json", "{}")));
        String away = LayoutBuilder.digestIn(manifest).replaceAll("sha256:.", "sha256:0");
        switch (form) {
            case "index" -> builder.list(builder.index(manifest, attestation), "1");
            case "hidden" -> builder.list(builder.index(manifest, other, attestation), "1");
            case "two" -> builder.list(manifest, "1").list(other, "2");
            case "away" -> builder.list(builder.index(manifest.replaceAll("sha256:[0-9a-f]{64}", away)), "1");
            case "evidence-tag" -> builder.list(manifest, "1").list(other, "sha256-" + "ab".repeat(32) + ".sig");
            case "subject" -> builder.list(manifest, "1").list(aboutIt(builder, layout, other, manifest), "2");
            case "none" -> builder.list(builder.index(attestation), "1");
            default -> builder.list(manifest, "1");
        }
        builder.write();
        var tar = new TarWriter();
        try (Stream<Path> all = Files.walk(layout)) {
            for (Path file : all.filter(Files::isRegularFile).sorted().toList()) {
                tar.file(layout.relativize(file).toString(), Files.readAllBytes(file));
            }
        }
        return tar.file("manifest.json", manifest(configName(layer), layers));
    }

    /** The same image, which says that it is attached to another one. */
    private static String aboutIt(LayoutBuilder builder, Path layout, String image, String subject) throws IOException {
        String blob = LayoutBuilder.digestIn(image).replace(':', '/');
        String text = Files.readString(layout.resolve("blobs").resolve(blob));
        return builder.blob(
                LayoutBuilder.MANIFEST, text.substring(0, text.lastIndexOf('}')) + ",\"subject\":" + subject + "}");
    }

    private static String configName(byte[] layer) {
        String configuration =
                "{\"architecture\":\"amd64\",\"os\":\"linux\",\"config\":{},\"rootfs\":{\"type\":\"layers\","
                        + "\"diff_ids\":[\"" + LayoutBuilder.sha256(layer) + "\"]}}";
        return blobName(configuration.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    private static TarWriter plain(String config, String... layers) {
        return new TarWriter().file("c.json", config).file("manifest.json", manifest("c.json", List.of(layers)));
    }

    private static String manifest(String config, List<String> layers) {
        return "[{\"Config\":\"" + config + "\",\"RepoTags\":[\"a:1\"],\"Layers\":["
                + layers.stream().map(layer -> "\"" + layer + "\"").collect(Collectors.joining(",")) + "]}]";
    }

    private static String config(byte[] layer) {
        return "{\"os\":\"linux\",\"architecture\":\"amd64\",\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[\""
                + LayoutBuilder.sha256(layer) + "\"]}}";
    }

    private static String blobName(byte[] content) {
        return "blobs/" + LayoutBuilder.sha256(content).replace(':', '/');
    }

    private List<String> read(TarWriter tar) throws IOException, MalformedImageException {
        Path file = Files.write(folder.resolve("archive.tar"), tar.bytes());
        try (Repository repository = open(file)) {
            Image image = ImageReader.read(repository, repository.resolve(reference(file)));
            PlatformImage platform = image.platforms().get(0);
            var paths = new ArrayList<String>();
            LayerReader.standard().read(repository, platform, 0, (entry, content) -> paths.add(entry.path()));
            return paths;
        }
    }

    private static Repository open(Path file) throws IOException, MalformedImageException {
        return Archives.open((Reference.Archive) reference(file));
    }

    private static Reference reference(Path file) {
        return References.parse("docker-archive:" + file, Optional.empty());
    }
}
