package dev.attest.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attest.testvectors.LayoutBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Manifests and indexes that lie about sizes, counts, digests and types, or lead in circles. */
final class HostileManifestTest {
    private static final String CONFIG =
            "{\"os\":\"linux\",\"architecture\":\"amd64\",\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[]}}";

    private final ExecutorService executor = Executors.newFixedThreadPool(4);

    @TempDir
    Path folder;

    private LayoutBuilder builder;

    @BeforeEach
    void begin() {
        builder = new LayoutBuilder(folder);
    }

    @AfterEach
    void stop() {
        executor.shutdownNow();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1.0 | a whole number",
                "1e3 | a whole number",
                "^64^ | a whole number",
                "null | a whole number",
                "9223372036854775808 | a whole number",
                "-9223372036854775808 | is negative",
                "99999999999999999999999999999999999999 | a whole number",
                "9223372036854775807 | at most",
                "0 | its descriptor says"
            })
    void size_that_lies_is_refused(String size, String reason) {
        String config = builder.blob(LayoutBuilder.CONFIG, CONFIG)
                .replaceAll("\"size\":[0-9]+", "\"size\":" + size.replace('^', '"'));
        String manifest = "{\"schemaVersion\":2,\"config\":" + config + ",\"layers\":[]}";
        refused(builder.blob(LayoutBuilder.MANIFEST, manifest), reason);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "sha256",
                "sha256:",
                "SHA256:HEX",
                "sha256:HEXH",
                "sha256: HEX",
                "sha256:HEX\\n",
                "sha256:UPPER",
                "sha256:HEX/../../x",
                "sha512:HEX",
                "sha256:HEX@sha256:HEX",
                "md5:d41d8cd98f00b204e9800998ecf8427e",
                "multihash+base58:QmRZxt2b1FVZPNqd8hsiykDL3TdBDeTSPX9Kv46HmX4Gx8"
            })
    void digest_of_an_odd_form_is_refused(String form) {
        String hex = "0a".repeat(31);
        String digest = form.replace("UPPER", (hex + "0a").toUpperCase(Locale.ROOT))
                .replace("HEXH", hex)
                .replace("HEX", hex + "0a");
        String config = "{\"mediaType\":\"" + LayoutBuilder.CONFIG + "\",\"digest\":\"" + digest + "\",\"size\":2}";
        String manifest = "{\"schemaVersion\":2,\"config\":" + config + ",\"layers\":[]}";
        refused(builder.blob(LayoutBuilder.MANIFEST, manifest), "igest");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'schemaVersion':2,'manifests':[],'layers':null,'config':null}",
                "{'schemaVersion':2,'config':CONFIG,'layers':{}}",
                "{'schemaVersion':2,'config':[CONFIG],'layers':[]}",
                "{'schemaVersion':2,'config':CONFIG,'layers':[null]}",
                "{'schemaVersion':2,'config':CONFIG,'layers':[[]]}",
                "{'schemaVersion':'2','config':CONFIG,'layers':[]}",
                "{'schemaVersion':2.0,'config':CONFIG,'layers':[]}",
                "{'schemaVersion':2,'config':CONFIG,'config':CONFIG,'layers':[]}",
                "{'schemaVersion':2,'mediaType':5,'config':CONFIG,'layers':[]}",
                "{'schemaVersion':2,'mediaType':'','config':CONFIG,'layers':[]}",
                "{'schemaVersion':2,'config':CONFIG,'layers':[]} {}",
                "{'schemaVersion':2,'config':CONFIG,'\u017fubject':{},'layers':[]}",
                "{'schemaVersion':2,'config':CONFIG,'layers':[],'subject':'DIGEST'}",
                "{'schemaVersion':2,'config':CONFIG,'fsLayers':[],'layers':[],'LAYERS':[]}"
            })
    void document_that_can_be_read_in_two_ways_is_refused(String document) {
        String text = document.replace('\'', '"').replace("CONFIG", builder.blob(LayoutBuilder.CONFIG, CONFIG));
        refused(builder.blob(LayoutBuilder.MANIFEST, text), "");
    }

    @Test
    void type_that_an_index_lies_about_is_refused() {
        String image = builder.image("linux", "amd64", "{}");
        String index = builder.index(image);
        refused(builder.index(index.replace(LayoutBuilder.INDEX, LayoutBuilder.MANIFEST)), "media type");
        refused(builder.index(image.replace(LayoutBuilder.MANIFEST, LayoutBuilder.INDEX)), "media type");
        refused(builder.index(image.replace(LayoutBuilder.MANIFEST, "text/plain")), "neither a manifest nor an index");
    }

    @Test
    void manifest_listed_with_two_sizes_is_refused() {
        String image = builder.image("linux", "amd64", "{}");
        refused(builder.index(image, image.replaceAll("\"size\":[0-9]+", "\"size\":7")), "size");
    }

    @Test
    void diamonds_are_walked_once_and_end() throws Exception {
        String nested = builder.image("linux", "amd64", "{}");
        for (int depth = 0; depth < 7; depth++) {
            nested = builder.index(Collections.nCopies(40, nested).toArray(String[]::new));
        }
        String root = nested;
        Image image = read(root);
        assertThat(image.platforms()).hasSize(1);
        assertThat(image.indexes()).hasSize(8);
    }

    @Test
    void repeating_one_index_without_end_is_bounded() {
        String image = builder.image("linux", "amd64", "{}");
        String large = builder.index(Collections.nCopies(4_000, image).toArray(String[]::new));
        refused(builder.index(Collections.nCopies(4_000, large).toArray(String[]::new)), "bytes in all");
    }

    @Test
    void depth_of_json_is_bounded() {
        String deep = "[".repeat(100_000) + "]".repeat(100_000);
        refused(
                builder.blob(
                        LayoutBuilder.MANIFEST,
                        "{\"schemaVersion\":2,\"layers\":[],\"annotations\":" + deep + ",\"config\":"
                                + builder.blob(LayoutBuilder.CONFIG, CONFIG) + "}"),
                "");
    }

    @Test
    void manifest_larger_than_four_mebibytes_is_refused() {
        byte[] spaces = " ".repeat((4 << 20) + 1).getBytes(StandardCharsets.UTF_8);
        refused(builder.blob(LayoutBuilder.MANIFEST, spaces), "4194305 bytes, at most 4194304");
    }

    private void refused(String descriptor, String reason) {
        assertThatThrownBy(() -> read(descriptor))
                .isInstanceOf(MalformedImageException.class)
                .hasMessageContaining(reason);
    }

    /** Through an index, so that fetching ahead takes part. */
    private Image read(String descriptor) throws IOException, MalformedImageException {
        String index = builder.index(descriptor);
        new LayoutBuilder(folder).list(index, "latest").write();
        Reference reference = References.parse("oci:" + folder, Optional.empty());
        try (Repository repository = new Repositories(() -> RegistrySettings.standard(Map.of())).open(reference)) {
            Descriptor root = repository.resolve(reference);
            assertThat(List.of(root.mediaType())).containsExactly(MediaTypes.OCI_INDEX);
            return ImageReader.read(repository, root, executor);
        }
    }
}
