package dev.attest.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attest.testvectors.LayoutBuilder;
import dev.attest.testvectors.TarWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageReaderTest {
    private static final String AMD64 = "\"platform\":{\"os\":\"linux\",\"architecture\":\"amd64\"}";
    private static final String ATTESTATION = "\"platform\":{\"os\":\"unknown\",\"architecture\":\"unknown\"},"
            + "\"annotations\":{\"vnd.docker.reference.type\":\"attestation-manifest\"}";
    private static final String CONFIG =
            "{\"os\":\"linux\",\"architecture\":\"amd64\",\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[]}}";

    @TempDir
    private Path folder;

    private LayoutBuilder builder = new LayoutBuilder(Path.of(""));

    @BeforeEach
    void begin() {
        builder = new LayoutBuilder(folder);
    }

    @Test
    void configuration_is_read() throws Exception {
        String image = builder.image(
                "linux",
                "amd64",
                "{\"User\":\"1000\",\"Entrypoint\":[\"/app\"],\"Cmd\":null,\"Env\":[\"A=b\"],\"WorkingDir\":\"/w\","
                        + "\"ExposedPorts\":{\"80/tcp\":{}},\"Labels\":{\"l\":\"v\"},\"Volumes\":{\"/data\":{}},"
                        + "\"Healthcheck\":{\"Test\":[\"CMD\",\"/ok\"]}}",
                new TarWriter().file("a", "a").bytes());
        PlatformImage read = read(image).platforms().get(0);
        assertThat(read.config().execution())
                .isEqualTo(new ImageConfig.Execution(
                        "1000", List.of("/app"), List.of(), List.of("A=b"), "/w", List.of("80/tcp")));
        assertThat(read.config().labels()).containsEntry("l", "v");
        assertThat(read.config().declarations())
                .isEqualTo(new ImageConfig.Declarations(List.of("CMD", "/ok"), List.of("/data"), List.of()));
        assertThat(read.platform()).hasToString("linux/amd64");
    }

    @Test
    void history_is_read_without_what_says_nothing() throws Exception {
        String config = "{\"os\":\"linux\",\"architecture\":\"amd64\",\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[]},"
                + "\"history\":[{\"created_by\":\"ENV A=b\",\"empty_layer\":true},{\"comment\":\"x\"}]}";
        PlatformImage read =
                read(builder.manifest(config, List.of())).platforms().get(0);
        assertThat(read.config().declarations())
                .isEqualTo(new ImageConfig.Declarations(List.of(), List.of(), List.of("ENV A=b")));
    }

    @Test
    void manifest_listed_twice_counts_once() throws Exception {
        String image = LayoutBuilder.with(builder.image("linux", "amd64", "{}"), AMD64);
        Image read = read(builder.index(image, image, builder.index(image)));
        assertThat(read.platforms()).hasSize(1);
        assertThat(read.indexes()).hasSize(2);
    }

    @Test
    void statements_of_buildkit_are_told_from_images() throws Exception {
        String statement = builder.blob("application/vnd.in-toto+json", "{}");
        String manifest = builder.manifest("{}", List.of(statement));
        String image = builder.image("linux", "amd64", "{}");
        Image read = read(builder.index(image, LayoutBuilder.with(manifest, ATTESTATION)));
        assertThat(read.platforms()).hasSize(1);
        assertThat(read.others()).hasSize(1);
    }

    @Test
    void image_that_hides_behind_buildkits_mark_is_not_overlooked() throws Exception {
        String hidden = builder.image(
                "linux", "amd64", "{}", new TarWriter().file("evil", "x").bytes());
        String image = builder.image("linux", "arm64", "{}");
        assertThatThrownBy(() -> read(builder.index(image, LayoutBuilder.with(hidden, ATTESTATION))))
                .isInstanceOf(MalformedImageException.class)
                .hasMessageContaining("another platform");
        String empty = builder.manifest(CONFIG, List.of());
        assertThatThrownBy(() -> read(builder.index(image, LayoutBuilder.with(empty, ATTESTATION))))
                .isInstanceOf(MalformedImageException.class);
        String marked =
                LayoutBuilder.with(hidden, "\"annotations\":{\"vnd.docker.reference.type\":\"attestation-manifest\"}");
        assertThat(read(builder.index(image, marked)).platforms()).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({
        "linux, arm64, '', false",
        "windows, amd64, '', false",
        "linux, amd64, v3, true",
        "linux, amd64, '', true"
    })
    void platform_of_the_index_is_that_of_the_configuration(
            String os, String architecture, String variant, boolean accepted) throws Exception {
        String platform = "\"platform\":{\"os\":\"" + os + "\",\"architecture\":\"" + architecture + "\",\"variant\":\""
                + variant + "\"}";
        String index = builder.index(LayoutBuilder.with(builder.image("linux", "amd64", "{}"), platform));
        if (accepted) {
            assertThat(read(index).platforms()).hasSize(1);
        } else {
            assertThatThrownBy(() -> read(index)).hasMessageContaining("another platform");
        }
    }

    @Test
    void indexes_may_be_nested_eight_deep() throws Exception {
        String nested = builder.image("linux", "amd64", "{}");
        for (int i = 0; i < 8; i++) {
            nested = builder.index(nested);
        }
        assertThat(read(nested).platforms()).hasSize(1);
        String deeper = builder.index(nested);
        assertThatThrownBy(() -> read(deeper)).hasMessageContaining("nested deeper");
    }

    @Test
    void number_of_manifests_is_bounded() {
        String[] images = new String[1001];
        for (int i = 0; i < images.length; i++) {
            images[i] = builder.manifest(CONFIG.replace("{\"os\"", "{\"n\":" + i + ",\"os\""), List.of());
        }
        assertThatThrownBy(() -> read(builder.index(images))).hasMessageContaining("more than 1000");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'schemaVersion':2,'manifests':[],'config':CONFIG,'layers':[]} | either manifests",
                "{'schemaVersion':2,'config':CONFIG,'layers':[],'Layers':[]} | other capitals",
                "{'schemaVersion':1,'config':CONFIG,'layers':[]} | expected 2",
                "{'schemaVersion':2,'mediaType':'application/vnd.oci.image.index.v1+json','config':CONFIG,'layers':[]} | mediaType",
                "{'schemaVersion':2,'mediaType':'application/vnd.docker.distribution.manifest.v2+json','config':CONFIG,'layers':[]} | media type",
                "{'schemaVersion':2,'config':EMPTY,'layers':[],'artifactType':'a/b'} | an artifact, not an image",
                "{'schemaVersion':2,'config':CONFIG,'layers':[LAYER]} | 0 diffIDs",
                "{'schemaVersion':2,'config':{'mediaType':'a/b','digest':'sha256:../x','size':1},'layers':[]} | hexadecimal",
                "{'schemaVersion':2,'config':{'mediaType':'a/b','digest':'DIGEST','size':-1},'layers':[]} | negative",
                "{'schemaVersion':2,'layers':[]} | an object",
                "[] | an object",
                "{'schemaVersion':2 | not JSON"
            })
    void malformed_manifest_is_refused(String document, String reason) {
        String text = document.replace('\'', '"')
                .replace("CONFIG", builder.blob(LayoutBuilder.CONFIG, CONFIG))
                .replace("EMPTY", builder.blob(MediaTypes.OCI_EMPTY, "{}"))
                .replace("LAYER", builder.blob(LayoutBuilder.LAYER, "x"))
                .replace("DIGEST", "sha256:" + "ab".repeat(32));
        assertThatThrownBy(() -> read(builder.blob(LayoutBuilder.MANIFEST, text)))
                .isInstanceOf(MalformedImageException.class)
                .hasMessageContaining(reason);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'os':'linux','architecture':'','rootfs':{'type':'layers'}} | empty",
                "{'architecture':'amd64','rootfs':{'type':'layers'}} | .os",
                "{'os':'linux','architecture':'amd64'} | rootfs",
                "{'os':'linux','architecture':'amd64','rootfs':{'type':'other'}} | expected layers",
                "{'os':'linux','architecture':'amd64','rootfs':{'type':'layers','diff_ids':['x']}} | diff_ids",
                "{'os':'linux','architecture':'amd64','config':{'User':'1','user':'root'},'rootfs':{'type':'layers'}} | capitals",
                "{'os':'linux','os':'linux','architecture':'amd64','rootfs':{'type':'layers'}} | not JSON"
            })
    void malformed_configuration_is_refused(String config, String reason) {
        assertThatThrownBy(() -> read(builder.manifest(config.replace('\'', '"'), List.of())))
                .isInstanceOf(MalformedImageException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void foreign_and_unknown_layers_are_not_read() throws Exception {
        String config = CONFIG.replace("[]", "[\"sha256:" + "ab".repeat(32) + "\"]");
        for (String type : List.of(
                "application/vnd.docker.image.rootfs.foreign.diff.tar.gzip",
                "application/vnd.oci.image.layer.nondistributable.v1.tar",
                "application/wasm")) {
            String image = builder.manifest(config, List.of(builder.blob(type, "x")));
            PlatformImage read = read(image).platforms().get(0);
            assertThatThrownBy(() -> {
                        try (Repository repository = CorpusTest.open(folder)) {
                            LayerReader.standard().read(repository, read, 0, (entry, content) -> {});
                        }
                    })
                    .isInstanceOf(MalformedImageException.class)
                    .hasMessageContaining("layer");
        }
    }

    private Image read(String descriptor) throws IOException, MalformedImageException {
        var layout = new LayoutBuilder(folder);
        layout.list(descriptor, "latest").write();
        try (Repository repository = CorpusTest.open(folder)) {
            int size = descriptor.indexOf("\"size\":") + "\"size\":".length();
            int end = size;
            while (Character.isDigit(descriptor.charAt(end))) {
                end++;
            }
            String type = descriptor.contains(LayoutBuilder.INDEX) ? MediaTypes.OCI_INDEX : MediaTypes.OCI_MANIFEST;
            return ImageReader.read(
                    repository,
                    new Descriptor(
                            type,
                            Digest.parse(LayoutBuilder.digestIn(descriptor)),
                            Long.parseLong(descriptor.substring(size, end))));
        }
    }
}
