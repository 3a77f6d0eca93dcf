package dev.attest.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import dev.attest.testvectors.LayoutBuilder;
import dev.attest.testvectors.TarWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LayerReaderTest {
    private static final byte[] TAR = new TarWriter().file("a", "aaa").bytes();

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/vnd.oci.image.layer.v1.tar",
                "application/vnd.oci.image.layer.v1.tar+gzip",
                "application/vnd.oci.image.layer.v1.tar+zstd",
                "application/vnd.docker.image.rootfs.diff.tar.gzip",
                "application/vnd.docker.image.rootfs.diff.tar.zstd"
            })
    void content_decides_how_a_layer_is_read_and_not_its_media_type(String mediaType) throws Exception {
        for (byte[] blob : List.of(TAR, TarWriter.gzip(TAR), Zstd.compress(TAR))) {
            assertThat(read(LayerReader.standard(), mediaType, blob)).containsExactly("a");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/vnd.oci.image.layer.nondistributable.v1.tar+gzip",
                "application/vnd.docker.image.rootfs.foreign.diff.tar.gzip",
                "application/vnd.oci.image.layer.v1.tar+encrypted",
                "application/octet-stream"
            })
    void layer_that_is_foreign_or_none_is_refused(String mediaType) {
        assertThatThrownBy(() -> read(LayerReader.standard(), mediaType, TAR))
                .isInstanceOf(MalformedImageException.class)
                .hasMessageContaining("layer");
    }

    @Test
    void layers_of_one_image_are_bounded_together() throws Exception {
        var reader = new LayerReader(LayerLimits.STANDARD, 1000);
        assertThat(read(reader, MediaTypes.OCI_LAYER_TAR_GZIP, TAR)).hasSize(1);
        assertThatThrownBy(() -> read(reader, MediaTypes.OCI_LAYER_TAR_GZIP, TAR))
                .isInstanceOf(MalformedImageException.class)
                .hasMessageContaining("more than 1000 uncompressed bytes in all");
    }

    private List<String> read(LayerReader reader, String mediaType, byte[] blob) throws Exception {
        var builder = new LayoutBuilder(folder);
        String config = "{\"architecture\":\"amd64\",\"os\":\"linux\",\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[\""
                + LayoutBuilder.sha256(TAR) + "\"]}}";
        builder.list(builder.manifest(config, List.of(builder.blob(mediaType, blob))), "latest")
                .write();
        Reference reference = References.parse("oci:" + folder, Optional.empty());
        try (Repository repository = CorpusTest.repositories().open(reference)) {
            Image image = ImageReader.read(repository, repository.resolve(reference));
            var paths = new ArrayList<String>();
            reader.read(repository, image.platforms().get(0), 0, (entry, content) -> paths.add(entry.path()));
            return paths;
        }
    }
}
