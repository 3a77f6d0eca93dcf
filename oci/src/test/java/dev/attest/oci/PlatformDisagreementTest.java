package dev.attest.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attest.testvectors.LayoutBuilder;
import dev.attest.testvectors.TarWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a runtime would run on a platform is judged for that platform, whatever the index and the image call it. */
class PlatformDisagreementTest {
    @TempDir
    private Path folder;

    private LayoutBuilder builder = new LayoutBuilder(Path.of(""));

    @BeforeEach
    void begin() {
        builder = new LayoutBuilder(folder);
    }

    /** Go's reader takes the last of names that differ by capitals alone: here an image, there a statement. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'os':'unknown','OS':'linux','architecture':'unknown','Architecture':'amd64'}",
                "{'os':'linux','architecture':'amd64','Architecture':'arm64'}",
                "{'os':'linux','architecture':'arm','variant':'v6','VARIANT':'v7'}"
            })
    void platform_spelled_with_other_capitals_is_refused(String platform) {
        String hidden = builder.manifest(
                "{\"os\":\"linux\",\"architecture\":\"amd64\",\"rootfs\":{\"type\":\"layers\"}}",
                List.of(builder.blob("application/vnd.in-toto+json", "{}")));
        String listed = LayoutBuilder.with(
                hidden,
                "\"platform\":" + platform.replace('\'', '"')
                        + ",\"annotations\":{\"vnd.docker.reference.type\":\"attestation-manifest\"}");
        String image = builder.image("linux", "amd64", "{}");
        assertThatThrownBy(() -> read(builder.index(image, listed)))
                .isInstanceOf(MalformedImageException.class)
                .hasMessageContaining("capitals");
    }

    @ParameterizedTest
    @CsvSource({
        "linux/arm64, linux, aarch64, '', true",
        "linux/arm64/v8, linux, arm64, '', true",
        "linux/arm64, linux, arm64, v8, true",
        "linux/amd64, linux, x86_64, '', true",
        "linux/amd64, Linux, AMD64, '', true",
        "linux/amd64/v3, linux, amd64, '', true",
        "linux/386, linux, i386, '', true",
        "linux/arm/v7, linux, arm, '', true",
        "linux/arm/v6, linux, arm, '', true",
        "linux/arm/v7, linux, arm, 7, true",
        "linux/arm/v7, linux, armhf, v9, true",
        "linux/arm/v6, linux, armel, '', true",
        "darwin/arm64, macos, arm64, '', true",
        "linux/arm/v7, linux, arm, v6, false",
        "linux/amd64, linux, arm64, '', false",
        "linux/amd64, windows, amd64, '', false"
    })
    void whoever_asks_for_a_platform_gets_all_that_could_run_there(
            String asked, String os, String architecture, String variant, boolean accepted) {
        assertThat(Platform.parse(asked).accepts(new Platform(os, architecture, variant)))
                .isEqualTo(accepted);
    }

    /** A runtime takes arm without a variant for v7; an image for another one would never be judged for it. */
    @ParameterizedTest
    @CsvSource({
        "arm, v6, '', false",
        "arm, v7, '', true",
        "arm, v6, v7, false",
        "arm, v6, v6, true",
        "arm, '', v6, true",
        "arm64, v8, '', true",
        "amd64, v3, '', false"
    })
    void variant_of_the_index_is_that_of_the_configuration(
            String architecture, String actual, String claimed, boolean accepted) throws Exception {
        String config = "{\"os\":\"linux\",\"architecture\":\"" + architecture + "\",\"variant\":\"" + actual
                + "\",\"rootfs\":{\"type\":\"layers\"}}";
        String platform = "\"platform\":{\"os\":\"linux\",\"architecture\":\"" + architecture + "\",\"variant\":\""
                + claimed + "\"}";
        String index = builder.index(LayoutBuilder.with(builder.manifest(config, List.of()), platform));
        if (accepted) {
            assertThat(read(index).platforms()).hasSize(1);
        } else {
            assertThatThrownBy(() -> read(index)).hasMessageContaining("another platform");
        }
    }

    @Test
    void platform_that_writes_lines_of_its_own_is_refused() {
        String image = builder.image(
                "linux\\nverified",
                "amd64",
                "{}",
                new TarWriter().file("a", "a").bytes());
        assertThatThrownBy(() -> read(image))
                .isInstanceOf(MalformedImageException.class)
                .hasMessageContaining("letters and digits");
    }

    private Image read(String descriptor) throws IOException, MalformedImageException {
        new LayoutBuilder(folder).list(descriptor, "latest").write();
        try (Repository repository = CorpusTest.open(folder)) {
            return ImageReader.read(
                    repository,
                    repository.resolve(new Reference.Layout(folder, Optional.of("latest"), Optional.empty())));
        }
    }
}
